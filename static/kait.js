// Map, dots and lines answer together: hovering an area in one lights it up in the others.
// `linked`: [{key, kind: "dots" | "lines", codes}], key of the st.plotly_chart and, in its order, the
// code of every point (or line).
const plot = (key) => document.querySelector(`.st-key-${key} .js-plotly-plot`);

const parts = (gd, kind) =>
  kind === "dots"
    ? gd.querySelectorAll(".scatterlayer .trace:first-child .points path")
    : gd.querySelectorAll(".scatterlayer .trace.scatter");

export function linkCharts(linked, mark) {
  if (!linked?.length) return Object.assign(() => {}, { show: () => {} });
  const off = [];
  let tries = 0;
  const wire = () => {
    let missing = false;
    for (const item of linked) {
      const gd = plot(item.key);
      if (!gd?.on) { missing = true; continue; }
      if (item.gd === gd) continue;
      item.gd = gd;
      const over = (e) => { const p = e.points?.[0]; const code = item.kind === "dots" ? item.codes[p.pointIndex] : item.codes[p.curveNumber]; if (code) { mark(code); show(code, item.key); } };
      const out = () => { mark(null); show(null); };
      gd.on("plotly_hover", over);
      gd.on("plotly_unhover", out);
      off.push(() => { gd.removeListener?.("plotly_hover", over); gd.removeListener?.("plotly_unhover", out); });
    }
    if (missing && tries++ < 40) timer = setTimeout(wire, 250);
  };
  const show = (code, from) => {
    for (const item of linked) {
      const gd = plot(item.key);
      if (!gd || item.key === from) continue;
      parts(gd, item.kind).forEach((node, i) => {
        const own = item.codes[i];
        if (!own) return;
        if (item.kind === "dots") {
          node.style.strokeWidth = own === code ? "3px" : "";
          node.style.stroke = own === code ? "#12262B" : "";
        } else {
          const line = node.querySelector(".js-line");
          if (line) {
            line.style.stroke = own === code ? "#12262B" : "";
            line.style.strokeWidth = own === code ? "2.5px" : "";
            node.style.opacity = own === code ? "1" : "";
          }
        }
      });
    }
  };
  let timer = setTimeout(wire, 50);
  return Object.assign(() => { clearTimeout(timer); off.forEach((f) => f()); }, { show });
}
