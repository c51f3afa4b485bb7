// The legend inside the map: breaks in words and numbers, and how many areas stand in each class.
const node = (tag, cls, text, parent) => {
  const n = document.createElement(tag);
  if (cls) n.className = cls;
  if (text !== undefined && text !== null) n.textContent = text;
  if (parent) parent.append(n);
  return n;
};

/** `headings`: names of the two periods, where two maps share the legend; rows then count areas of both. */
export function legend(box, spec, spotlight, headings) {
  box.replaceChildren();
  node("h4", "", spec.title, box);
  if (headings && spec.rows.some((r) => r.n0 !== undefined)) node("h5", "", `banyak wilayah: ${headings.join(" → ")}`, box);
  const list = node("ul", "", null, box);
  const most = Math.max(1, ...spec.rows.filter((r) => r.k !== undefined || r.kind === "samar").map((r) => r.n ?? 0));
  for (const row of spec.rows) {
    const outline = ["lokus", "lencana"].includes(row.kind);
    const li = node("li", [row.n === 0 && !row.n0 ? "nol" : "", outline ? "lebar" : ""].filter(Boolean).join(" "), null, list);
    const swatch = node("i", `warna ${row.kind}`, null, li);
    if (row.kind === "bulat") {
      swatch.style.setProperty("--d", `${row.size}px`);
    } else if (row.color) {
      swatch.style.setProperty("--c", row.color);
    }
    const text = node("span", "teks", null, li);
    node("b", "", row.range, text);
    if (row.words) node("em", "", row.words, text);
    if (row.n0 !== undefined) {
      node("span", "jml dua", `${row.n0} → ${row.n}`, li);
    } else if (outline) {
      node("span", "jml", String(row.n), li);
    } else if (row.n !== undefined) {
      const bar = node("span", "batang", null, li);
      node("i", "", null, bar).style.width = `${(100 * row.n) / most}%`;
      node("span", "jml", String(row.n), li);
    }
    if (row.k !== undefined) {
      li.onpointerenter = () => spotlight(row.k);
      li.onpointerleave = () => spotlight(null);
    }
  }
  if (spec.note) node("p", "", spec.note, box);
}
