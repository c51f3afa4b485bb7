// The map of areas: SVG paths by URL, values by data. No library, no outside address.
// Streamlit calls the default export again with every change of `data`; the state of one mounted map
// is kept by its parent, geometry by its address.
import { linkCharts } from "./kait.js";
import { legend } from "./legenda.js";

const SVG = "http://www.w3.org/2000/svg";
const layers = new Map();
const mounted = new WeakMap();

const load = (url) => {
  if (!layers.has(url)) {
    const job = fetch(url).then((r) => (r.ok ? r.json() : Promise.reject(new Error(r.status))));
    job.catch(() => layers.delete(url));
    layers.set(url, job);
  }
  return layers.get(url);
};

const el = (name, attributes = {}, parent = null) => {
  const node = document.createElementNS(SVG, name);
  for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v);
  if (parent) parent.append(node);
  return node;
};

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let map = mounted.get(parentElement);
  if (!map) {
    map = create(parentElement);
    mounted.set(parentElement, map);
  }
  map.data = data;
  map.pick = (code) => setTriggerValue("pilih", code);
  Promise.all([load(data.url), data.over ? load(data.over) : null]).then(
    ([layer, over]) => draw(map, layer, over),
    () => { map.stage.dataset.state = "gagal"; map.note.textContent = "Peta gagal dimuat. Muat ulang halaman."; },
  );
  return () => { map.observer.disconnect(); map.unlink?.(); mounted.delete(parentElement); };
}

function create(parent) {
  const root = parent.querySelector(".peta");
  const map = {
    root,
    stage: root.querySelector(".panggung"),
    svg: root.querySelector("svg"),
    tip: root.querySelector(".tip"),
    note: root.querySelector(".keterangan"),
    legend: root.querySelector(".legenda"),
    up: root.querySelector(".naik"),
    focus: null,
  };
  map.observer = new ResizeObserver(() => map.layer && labels(map));
  map.observer.observe(map.stage);
  map.svg.onpointermove = (e) => hover(map, e.target.dataset?.code, e);
  map.svg.onpointerleave = () => hover(map, null);
  map.svg.onclick = (e) => { const code = e.target.dataset?.code; if (code) map.pick(code); };
  map.svg.onkeydown = (e) => keys(map, e);
  map.svg.onblur = () => hover(map, null);
  map.up.onclick = () => map.pick(map.data.up.code);
  return map;
}

function draw(map, layer, over) {
  const { data, svg } = map;
  map.layer = layer;
  map.over = over;
  map.root.style.setProperty("--tinggi", data.height);
  map.root.classList.toggle("penuh", Boolean(data.full));
  map.stage.dataset.state = "siap";
  svg.setAttribute("aria-label", data.alt);
  if (map.drawn !== data.url + (data.over || "")) {
    svg.replaceChildren();
    map.defs = el("defs", {}, svg);
    map.ground = el("g", { class: "dasar" }, svg);
    map.paths = {};
    for (const [code, a] of Object.entries(layer.areas)) {
      const p = el("path", { d: a.d, "data-code": code, id: `w-${code}`, role: "option" }, map.ground);
      el("title", {}, p);
      map.paths[code] = p;
    }
    map.lines = el("g", { class: "batas" }, svg);
    for (const a of Object.values(over?.areas ?? {})) el("path", { d: a.d }, map.lines);
    map.circles = el("g", { class: "lingkaran" }, svg);
    map.front = el("path", { class: "terpilih" }, svg);
    map.hot = el("path", { class: "sorot" }, svg);
    map.names = el("g", { class: "nama", "aria-hidden": "true" }, svg);
    map.drawn = data.url + (data.over || "");
  }
  patterns(map);
  for (const [code, p] of Object.entries(map.paths)) {
    const v = data.areas[code];
    const inside = !data.inside || code.startsWith(data.inside);
    p.setAttribute("fill", fill(data, v));
    p.classList.toggle("luar", !inside);
    p.classList.toggle("kosong", !v || v.k === null);
    const text = tipText(data, code, layer);
    p.setAttribute("aria-label", text);
    p.setAttribute("aria-selected", String(code === data.selected));
    p.firstChild.textContent = text;
  }
  const chosen = map.paths[data.selected] || (over && over.areas[data.selected]);
  map.front.setAttribute("d", chosen ? chosen.d ?? chosen.getAttribute("d") : "");
  map.up.hidden = !data.up;
  if (data.up) map.up.textContent = `‹ ${data.up.label}`;
  map.note.textContent = data.caption;
  map.svg.setAttribute("viewBox", viewBox(map).join(" "));
  legend(map.legend, data.legend, (k) => spotlight(map, k));
  labels(map);
  map.unlink?.();
  map.unlink = linkCharts(data.linked, (code) => mark(map, code));
}

const fill = (data, v) => {
  if (v?.h) return "url(#samar)";
  if (data.mode === "jumlah") return v && v.k !== null ? "#EDF1F1" : "url(#kosong)";
  if (!v || v.k === null) return "url(#kosong)";
  return v.u ? `url(#ragu${v.k})` : data.legend.classes[v.k].color;
};

// Hatches: an uncertain rate keeps the hue of its class but never looks like the sure ones.
function patterns(map) {
  map.defs.replaceChildren();
  const u = unit(map);
  const hatch = (id, ground, line, width) => {
    const p = el("pattern", { id, width: 6 * u, height: 6 * u, patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)" }, map.defs);
    el("rect", { width: 6 * u, height: 6 * u, fill: ground }, p);
    el("rect", { width: width * u, height: 6 * u, fill: line }, p);
  };
  map.data.legend.classes.forEach((c, k) => hatch(`ragu${k}`, "#fff", c.color, 3));
  const p = el("pattern", { id: "kosong", width: 6 * u, height: 6 * u, patternUnits: "userSpaceOnUse" }, map.defs);
  el("rect", { width: 6 * u, height: 6 * u, fill: "#E3E8E9" }, p);
  const s = el("pattern", { id: "samar", width: 5 * u, height: 5 * u, patternUnits: "userSpaceOnUse" }, map.defs);
  el("rect", { width: 5 * u, height: 5 * u, fill: "#F6F8F8" }, s);
  el("circle", { cx: 1.5 * u, cy: 1.5 * u, r: 0.8 * u, fill: "#9DB0B4" }, s);
}

function viewBox(map) {
  const { data, layer } = map;
  const whole = layer.viewBox;
  if (!data.inside) return pad(whole, 0.01);
  let box = null;
  for (const [code, p] of Object.entries(map.paths)) {
    if (!code.startsWith(data.inside)) continue;
    const b = p.getBBox();
    box = box
      ? [Math.min(box[0], b.x), Math.min(box[1], b.y), Math.max(box[2], b.x + b.width), Math.max(box[3], b.y + b.height)]
      : [b.x, b.y, b.x + b.width, b.y + b.height];
  }
  return box ? pad([box[0], box[1], box[2] - box[0], box[3] - box[1]], 0.08) : pad(whole, 0.01);
}
const pad = ([x, y, w, h], by) => [x - w * by, y - h * by, w * (1 + 2 * by), h * (1 + 2 * by)];

/** Units of the drawing per pixel of the screen. */
function unit(map) {
  const [, , w, h] = (map.svg.getAttribute("viewBox") || map.layer.viewBox.join(" ")).split(" ").map(Number);
  const r = map.svg.getBoundingClientRect();
  return Math.max(w / (r.width || 600), h / (r.height || 400));
}

function labels(map) {
  const { data, layer, over, names, circles } = map;
  const u = unit(map);
  patterns(map);
  names.replaceChildren();
  circles.replaceChildren();
  if (data.mode === "jumlah") {
    const scale = (n) => Math.sqrt(n / data.legend.max) * 22 * u;
    for (const [code, v] of Object.entries(data.areas)) {
      const a = layer.areas[code];
      if (!a || !v.n || v.h || (data.inside && !code.startsWith(data.inside))) continue;
      el("circle", { cx: a.x, cy: a.y, r: Math.max(scale(v.n), 1.5 * u) }, circles);
    }
  }
  const big = over ?? layer;
  const taken = [];
  const write = (text, x, y, size, cls, room) => {
    const width = Math.max(...text.map((t) => t.length)) * size * 0.53 * u;
    const height = size * 1.1 * u * text.length;
    const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    const clash = taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
    if (clash && !room && text.length > 1 && text.at(-1).endsWith("%")) return write(text.slice(0, -1), x, y, size, cls, 0);
    if (clash || (room && width > room * 1.05)) return; // it is in the tip, in the list and for a screen reader
    taken.push(box);
    const node = el("text", { class: cls, x, y: y - ((text.length - 1) * size * 1.1 * u) / 2, "font-size": size * u,
      "stroke-width": 3 * u }, names);
    text.forEach((t, i) => { el("tspan", { x, dy: i ? size * 1.1 * u : 0 }, node).textContent = t; });
  };
  const narrow = map.svg.clientWidth < 460;
  // where names do not all fit, the largest areas keep theirs
  for (const [code, a] of Object.entries(big.areas).sort(([, p], [, q]) => (q.w ?? 0) - (p.w ?? 0))) {
    if (data.inside && data.inside !== code && over) continue;
    if (data.inside && over) continue; // zoomed in: the heading says where, the desa need the room
    const words = a.name.split(" ");
    const lines = words.length > 1 && a.name.length > 9 ? [words.slice(0, -1).join(" "), words.at(-1)] : [a.name];
    const v = data.areas[code];
    if (!over && v?.t && data.values && !narrow) lines.push(v.t);
    write(lines, a.x, a.y, narrow ? 10.5 : 12.5, over ? "kec tipis" : "kec", 0);
  }
  if (!over) return;
  for (const [code, a] of Object.entries(layer.areas)) {
    if (data.inside && !code.startsWith(data.inside)) continue;
    const words = a.name.split(" ");
    const lines = words.length > 1 && data.inside ? [words.slice(0, -1).join(" "), words.at(-1)] : [a.name];
    write(lines, a.x, a.y, data.inside ? 12 : 10.5, "desa", a.w);
  }
}

const tipText = (data, code, layer) => {
  const v = data.areas[code];
  const name = layer.areas[code].name;
  if (!v || (v.k === null && !v.h)) return `${name}: belum ada data`;
  return `${name}: ${v.t}. ${v.s}`;
};

function mark(map, code) {
  map.hot.setAttribute("d", code && map.paths[code] ? map.paths[code].getAttribute("d") : "");
}

function spotlight(map, k) {
  for (const [code, p] of Object.entries(map.paths)) {
    const v = map.data.areas[code];
    p.classList.toggle("redup", k !== null && (v ? v.k : null) !== k);
  }
}

function hover(map, code, event) {
  mark(map, code);
  // our own tip says it better: the browser's would come on top a second later
  const title = (c) => map.paths[c]?.firstChild;
  if (map.hovered && map.hovered !== code && title(map.hovered)) title(map.hovered).textContent = tipText(map.data, map.hovered, map.layer);
  if (code && event && title(code)) title(code).textContent = "";
  if (map.hovered !== code) map.unlink?.show?.(code || null);
  map.hovered = code;
  const { tip, data } = map;
  if (!code) { tip.hidden = true; return; }
  const v = data.areas[code];
  if (tip.dataset.code !== code) {
    tip.dataset.code = code;
    tip.replaceChildren();
    const add = (tag, text) => { const n = document.createElement(tag); n.textContent = text; tip.append(n); };
    add("b", map.layer.areas[code].name);
    if (data.parents?.[code.slice(0, 8)] && code.length > 8) add("i", `Kec. ${data.parents[code.slice(0, 8)]}`);
    add("strong", v && (v.k !== null || v.h) ? v.t : "belum ada data");
    if (v?.s) add("span", v.s);
    if (v?.u) add("span", data.words.uncertain);
  }
  tip.hidden = false;
  const box = map.stage.getBoundingClientRect();
  let x, y;
  if (event) { x = event.clientX - box.left; y = event.clientY - box.top; }
  else { const b = map.paths[code].getBoundingClientRect(); x = b.left + b.width / 2 - box.left; y = b.top + b.height / 2 - box.top; }
  const w = tip.offsetWidth, h = tip.offsetHeight;
  tip.style.left = `${Math.min(Math.max(x + 14, 4), Math.max(box.width - w - 4, 4))}px`;
  tip.style.top = `${y + 16 + h > box.height ? Math.max(y - h - 10, 0) : y + 16}px`;
}

// One tab stop; arrows walk to the neighbour in that direction, Enter opens it.
function keys(map, e) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const codes = Object.keys(map.layer.areas).filter((c) => !map.data.inside || c.startsWith(map.data.inside));
  if (e.key === "Escape") { map.focus = null; hover(map, null); return; }
  if ((e.key === "Enter" || e.key === " ") && map.focus) { e.preventDefault(); map.pick(map.focus); return; }
  const step = steps[e.key];
  if (!step) return;
  e.preventDefault();
  const at = map.layer.areas[map.focus ?? map.data.selected] ?? null;
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
  map.svg.setAttribute("aria-activedescendant", `w-${best.code}`);
  hover(map, best.code);
}
