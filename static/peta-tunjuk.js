// Pointing at an area, with a mouse, a finger or the arrow keys: its outline and its tip.

export const tipText = (map, code) => {
  const { data } = map.group;
  const v = map.areas[code];
  const name = map.layer.areas[code].name;
  const said = !v || (v.k === null && !v.h) ? data.words.none : `${v.t}. ${v.s}`;
  return [`${name}: ${said}`, lokusOf(data, code)].filter(Boolean).join(". ");
};

const lokusOf = (data, code) => {
  if (data.lokus.codes.includes(code)) return data.lokus.word;
  const n = data.lokus.counts[code];
  return n ? `${n} ${data.lokus.word.charAt(0).toLowerCase()}${data.lokus.word.slice(1)}` : "";
};

export function mark(group, code) {
  for (const map of group.stages) {
    map.hot.setAttribute("d", code && map.paths?.[code] ? map.paths[code].getAttribute("d") : "");
  }
}

export function hoverable(map) {
  const { svg, group } = map;
  svg.onpointermove = (e) => hover(map, e.target.dataset?.code, e);
  svg.onpointerleave = () => hover(map, null);
  svg.onclick = (e) => { const code = e.target.dataset?.code; if (code) group.pick(code); };
  svg.onkeydown = (e) => keys(map, e);
  svg.onblur = () => hover(map, null);
}

function hover(map, code, event) {
  const { group, tip } = map;
  const { data } = group;
  mark(group, code);
  // our own tip says it better: the browser's would come on top a second later
  const title = (c) => map.paths[c]?.firstChild;
  if (map.hovered && map.hovered !== code && title(map.hovered)) title(map.hovered).textContent = tipText(map, map.hovered);
  if (code && event && title(code)) title(code).textContent = "";
  if (map.hovered !== code) group.unlink?.show?.(code || null);
  map.hovered = code;
  if (!code) { tip.hidden = true; return; }
  tip.replaceChildren(...lines(map, code));
  tip.hidden = false;
  const box = map.stage.getBoundingClientRect();
  let x, y;
  if (event) { x = event.clientX - box.left; y = event.clientY - box.top; }
  else { const b = map.paths[code].getBoundingClientRect(); x = b.left + b.width / 2 - box.left; y = b.top + b.height / 2 - box.top; }
  const w = tip.offsetWidth, h = tip.offsetHeight;
  tip.style.left = `${Math.min(Math.max(x + 14, 4), Math.max(box.width - w - 4, 4))}px`;
  tip.style.top = `${y + 16 + h > box.height ? Math.max(y - h - 10, 0) : y + 16}px`;
}

function lines(map, code) {
  const { data } = map.group;
  const out = [];
  const add = (tag, text) => { const n = document.createElement(tag); n.textContent = text; out.push(n); };
  const value = (v) => (v && (v.k !== null || v.h) ? v.t : data.words.none);
  const v = map.areas[code];
  add("b", map.layer.areas[code].name);
  if (data.parents?.[code.slice(0, 8)] && code.length > 8) add("i", `Kec. ${data.parents[code.slice(0, 8)]}`);
  if (data.pair) {
    add("strong", `${value(data.pair.areas[code])} → ${value(data.areas[code])}`);
    if (data.pair.moved[code]) add("span", data.pair.moved[code]);
    if (v?.s) add("span", `${map.when}: ${v.s}`);
  } else {
    add("strong", value(v));
    (v?.s ?? "").split(" · ").filter(Boolean).forEach((text) => add("span", text));
  }
  if (v?.u) add("span", data.words.uncertain);
  const lokus = lokusOf(data, code);
  if (lokus) add("em", lokus);
  return out;
}

// One tab stop; arrows walk to the neighbour in that direction, Enter opens it.
function keys(map, e) {
  const { data } = map.group;
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const codes = Object.keys(map.layer.areas).filter((c) => !data.inside || c.startsWith(data.inside));
  if (e.key === "Escape") { map.focus = null; hover(map, null); return; }
  if ((e.key === "Enter" || e.key === " ") && map.focus) { e.preventDefault(); map.group.pick(map.focus); return; }
  const step = steps[e.key];
  if (!step) return;
  e.preventDefault();
  const at = map.layer.areas[map.focus ?? data.selected] ?? null;
  let best = null;
  for (const code of codes) {
    if (!at) { best = { code }; break; }
    const a = map.layer.areas[code];
    const dx = a.x - at.x, dy = a.y - at.y;
    const along = dx * step[0] + dy * step[1], across = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    if (along <= 0) continue;
    const cost = along + 2 * across;
    if (!best || cost < best.cost) best = { code, cost };
  }
  if (!best) return;
  map.focus = best.code;
  map.svg.setAttribute("aria-activedescendant", `${map.id}-${best.code}`);
  hover(map, best.code);
}
