// One drawn map: areas, hatches, borders, outlines of desa lokus, circles, names.
import { tipText } from "./peta-tunjuk.js";

const SVG = "http://www.w3.org/2000/svg";
let count = 0;

const el = (name, attributes = {}, parent = null) => {
  const node = document.createElementNS(SVG, name);
  for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v);
  if (parent) parent.append(node);
  return node;
};

export function makeStage(group, stage) {
  return {
    id: `p${count++}`, // two maps in one root: patterns and options need names of their own
    group,
    stage,
    svg: stage.querySelector("svg"),
    tip: stage.querySelector(".tip"),
    up: stage.querySelector(".naik"),
    heading: stage.querySelector(".kapan"),
    focus: null,
    areas: {},
  };
}

export function drawStage(map, layer, over) {
  const { svg, group } = map;
  const { data } = group;
  map.layer = layer;
  map.over = over;
  map.stage.dataset.state = "siap";
  map.heading.hidden = !map.when;
  map.heading.textContent = map.when;
  svg.setAttribute("aria-label", map.when ? `${map.when}. ${data.alt}` : data.alt);
  if (map.drawn !== data.url + (data.over || "")) {
    svg.replaceChildren();
    map.defs = el("defs", {}, svg);
    map.ground = el("g", { class: "dasar" }, svg);
    map.paths = {};
    for (const [code, a] of Object.entries(layer.areas)) {
      const p = el("path", { d: a.d, "data-code": code, id: `${map.id}-${code}`, role: "option" }, map.ground);
      el("title", {}, p);
      map.paths[code] = p;
    }
    map.lines = el("g", { class: "batas" }, svg);
    for (const a of Object.values(over?.areas ?? {})) el("path", { d: a.d }, map.lines);
    map.lokus = el("g", { class: "lokus" }, svg);
    map.circles = el("g", { class: "lingkaran" }, svg);
    map.casing = el("path", { class: "terpilih tepi" }, svg);
    map.front = el("path", { class: "terpilih" }, svg);
    map.hot = el("path", { class: "sorot" }, svg);
    map.names = el("g", { class: "nama", "aria-hidden": "true" }, svg);
    map.drawn = data.url + (data.over || "");
  }
  for (const [code, p] of Object.entries(map.paths)) {
    const v = map.areas[code];
    const inside = !data.inside || code.startsWith(data.inside);
    p.setAttribute("fill", fill(map, v));
    p.classList.toggle("luar", !inside);
    p.classList.toggle("kosong", !v || v.k === null);
    const text = tipText(map, code);
    p.setAttribute("aria-label", text);
    p.setAttribute("aria-selected", String(code === data.selected));
    p.firstChild.textContent = text;
  }
  outlines(map);
  const chosen = map.paths[data.selected] || (over && over.areas[data.selected]);
  const border = chosen ? chosen.d ?? chosen.getAttribute("d") : "";
  map.casing.setAttribute("d", border);
  map.front.setAttribute("d", border);
  map.up.hidden = !data.up || group.stages[0] !== map;
  if (data.up) map.up.textContent = `‹ ${data.up.label}`;
  svg.setAttribute("viewBox", roomy(map, viewBox(map)).join(" "));
  labels(map);
}

const fill = (map, v) => {
  const { data } = map.group;
  const hatch = (name) => `url(#${map.id}${name})`;
  if (v?.h) return hatch("samar");
  if (data.mode === "jumlah") return v && v.k !== null ? "#EDF1F1" : hatch("kosong");
  if (!v || v.k === null) return hatch("kosong");
  return v.u ? hatch(`ragu${v.k}`) : data.legend.classes[v.k].color;
};

// A double line in ink: dark on the light classes, its white core on the dark ones.
function outlines(map) {
  const { data } = map.group;
  map.lokus.replaceChildren();
  for (const line of ["luar", "inti"]) {
    for (const code of data.lokus.codes) {
      if (!map.paths[code] || (data.inside && !code.startsWith(data.inside))) continue;
      el("path", { class: line, d: map.paths[code].getAttribute("d"), "data-lokus": code }, map.lokus);
    }
  }
}

// Hatches: an uncertain rate keeps the hue of its class but never looks like the sure ones.
function patterns(map) {
  const { data } = map.group;
  map.defs.replaceChildren();
  const u = unit(map);
  const pattern = (name, size, more = {}) =>
    el("pattern", { id: map.id + name, width: size * u, height: size * u, patternUnits: "userSpaceOnUse", ...more }, map.defs);
  const hatch = (name, ground, line, width) => {
    const p = pattern(name, 6, { patternTransform: "rotate(45)" });
    el("rect", { width: 6 * u, height: 6 * u, fill: ground }, p);
    el("rect", { width: width * u, height: 6 * u, fill: line }, p);
  };
  data.legend.classes.forEach((c, k) => hatch(`ragu${k}`, "#fff", c.color, 3));
  // beside a neutral middle plain grey would be one colour more: there the lack of data is hatched, too
  if (data.mode === "perubahan") hatch("kosong", "#E3E8E9", "#B4C1C4", 1.4);
  else el("rect", { width: 6 * u, height: 6 * u, fill: "#E3E8E9" }, pattern("kosong", 6));
  const s = pattern("samar", 5);
  el("rect", { width: 5 * u, height: 5 * u, fill: "#F6F8F8" }, s);
  el("circle", { cx: 1.5 * u, cy: 1.5 * u, r: 0.8 * u, fill: "#9DB0B4" }, s);
}

function viewBox(map) {
  const { data } = map.group;
  const whole = map.layer.viewBox;
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

/** The box, large enough for every circle on it. */
function roomy(map, box) {
  if (map.group.data.mode !== "jumlah") return box;
  let [left, top, right, bottom] = [box[0], box[1], box[0] + box[2], box[1] + box[3]];
  const u = scaleOf(map, box[2], box[3]) * 1.1; // the larger box makes every pixel a little more
  for (const { x, y, r } of rounds(map, u)) {
    [left, top] = [Math.min(left, x - r), Math.min(top, y - r)];
    [right, bottom] = [Math.max(right, x + r), Math.max(bottom, y + r)];
  }
  return [left, top, right - left, bottom - top];
}

/** Circles of the numbers of children: centre and radius. */
function rounds(map, u) {
  const { data } = map.group;
  return Object.entries(map.areas)
    .filter(([code, v]) => map.layer.areas[code] && v.n && !v.h && !(data.inside && !code.startsWith(data.inside)))
    .map(([code, v]) => {
      const { x, y } = map.layer.areas[code];
      return { x, y, r: Math.max(Math.sqrt(v.n / data.legend.max) * 22 * u, 1.5 * u) };
    });
}

const scaleOf = (map, w, h) => {
  const r = map.svg.getBoundingClientRect();
  return Math.max(w / (r.width || 600), h / (r.height || 400));
};

/** Units of the drawing per pixel of the screen. */
function unit(map) {
  const [, , w, h] = (map.svg.getAttribute("viewBox") || map.layer.viewBox.join(" ")).split(" ").map(Number);
  return scaleOf(map, w, h);
}

// Names are as large as the words around the map (static/gaya.css enlarges them there).
const enlarged = () => (matchMedia("(min-width: 1760px) and (min-height: 940px)").matches ? 1.3 : 1);

export function labels(map) {
  const { layer, over, names, circles } = map;
  const { data } = map.group;
  const u = unit(map);
  patterns(map);
  names.replaceChildren();
  circles.replaceChildren();
  if (data.mode === "jumlah") for (const { x, y, r } of rounds(map, u)) el("circle", { cx: x, cy: y, r }, circles);
  const times = enlarged();
  const big = over ?? layer;
  const taken = [];
  const free = (box) => !taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
  const write = (text, x, y, points, cls, room) => {
    const size = points * times;
    const width = Math.max(...text.map((t) => t.length)) * size * 0.53 * u;
    const height = size * 1.1 * u * text.length;
    const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    const clash = !free(box);
    if (clash && !room && text.length > 1 && /( %|poin)$/.test(text.at(-1))) return write(text.slice(0, -1), x, y, points, cls, 0);
    if (clash || (room && width > room * 1.05)) return null; // it is in the tip, in the list and for a screen reader
    taken.push(box);
    const node = el("text", { class: cls, x, y: y - ((text.length - 1) * size * 1.1 * u) / 2, "font-size": size * u,
      "stroke-width": 3 * u }, names);
    text.forEach((t, i) => { el("tspan", { x, dy: i ? size * 1.1 * u : 0 }, node).textContent = t; });
    return box;
  };
  const narrow = map.svg.clientWidth < 460;
  // where names do not all fit, the largest areas keep theirs
  for (const [code, a] of Object.entries(big.areas).sort(([, p], [, q]) => (q.w ?? 0) - (p.w ?? 0))) {
    if (data.inside && over) continue; // zoomed in: the heading says where, the desa need the room
    const words = a.name.split(" ");
    const lines = words.length > 1 && a.name.length > 9 ? [words.slice(0, -1).join(" "), words.at(-1)] : [a.name];
    const v = map.areas[code];
    if (!over && v?.t && data.values && !narrow) lines.push(v.t);
    const box = write(lines, a.x, a.y, narrow ? 10.5 : 12.5, over ? "kec tipis" : "kec", 0);
    if (box && !over && data.lokus.counts[code]) plaque(map, `${data.lokus.counts[code]} lokus`, a.x, box[3], narrow ? 10 : 11.5 * times, u, taken);
  }
  if (!over) return;
  for (const [code, a] of Object.entries(layer.areas)) {
    if (data.inside && !code.startsWith(data.inside)) continue;
    const words = a.name.split(" ");
    const lines = words.length > 1 && data.inside ? [words.slice(0, -1).join(" "), words.at(-1)] : [a.name];
    write(lines, a.x, a.y, data.inside ? 12 : 10.5, "desa", a.w);
  }
}

/** The number of desa lokus in a kecamatan, in the same double border as theirs. */
function plaque(map, text, x, top, size, u, taken) {
  const w = (text.length * size * 0.53 + 10) * u, h = (size + 6) * u;
  const box = [x - w / 2, top + 2 * u, x + w / 2, top + 2 * u + h];
  taken.push(box);
  const g = el("g", { class: "plakat" }, map.names);
  const frame = { x: box[0], y: box[1], width: w, height: h };
  el("rect", { ...frame, class: "luar", "stroke-width": 3.6 * u }, g);
  el("rect", { ...frame, class: "inti", "stroke-width": 1.2 * u }, g);
  el("text", { x, y: box[1] + h / 2, "font-size": size * u, "stroke-width": 0 }, g).textContent = text;
}

export function spotlight(map, k) {
  for (const [code, p] of Object.entries(map.paths)) {
    const v = map.areas[code];
    p.classList.toggle("redup", k !== null && (v ? v.k : null) !== k);
  }
}
