// The map of areas: SVG paths by URL, values by data. No library, no outside address.
// Streamlit calls the default export again with every change of `data`; the state of one mounted map
// is kept by its parent, geometry by its address. Two periods are two stages of one map: the same
// geometry, zoom and legend, and what is pointed at in one lights up in the other.
import { linkCharts } from "./kait.js";
import { legend } from "./legenda.js";
import { drawStage, labels, makeStage, spotlight } from "./peta-panggung.js";
import { hoverable, mark } from "./peta-tunjuk.js";

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

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let group = mounted.get(parentElement);
  if (!group) {
    group = create(parentElement);
    mounted.set(parentElement, group);
  }
  group.data = data;
  group.pick = (code) => setTriggerValue("pilih", code);
  Promise.all([load(data.url), data.over ? load(data.over) : null]).then(
    ([layer, over]) => draw(group, layer, over),
    () => {
      group.stages[0].stage.dataset.state = "gagal";
      group.note.textContent = "Peta gagal dimuat. Muat ulang halaman.";
    },
  );
  return () => { group.observer.disconnect(); group.unlink?.(); mounted.delete(parentElement); };
}

function create(parent) {
  const root = parent.querySelector(".peta");
  const group = {
    root,
    note: root.querySelector(".keterangan"),
    legend: root.querySelector(".legenda"),
    box: root.querySelector(".pentas"),
    stages: [],
  };
  root.querySelectorAll(".panggung ~ .panggung").forEach((stage) => stage.remove());
  group.blank = root.querySelector(".panggung").cloneNode(true);
  group.observer = new ResizeObserver(() => group.stages.forEach((map) => map.layer && labels(map)));
  add(group, root.querySelector(".panggung"));
  return group;
}

function add(group, stage) {
  const map = makeStage(group, stage);
  group.stages.push(map);
  group.observer.observe(stage);
  hoverable(map);
  map.up.onclick = () => group.pick(group.data.up.code);
}

function draw(group, layer, over) {
  const { data, root } = group;
  const wanted = data.pair ? 2 : 1;
  while (group.stages.length < wanted) {
    const stage = group.blank.cloneNode(true);
    group.box.append(stage);
    add(group, stage);
  }
  while (group.stages.length > wanted) {
    const map = group.stages.pop();
    group.observer.unobserve(map.stage);
    map.stage.remove();
  }
  root.style.setProperty("--tinggi", data.height);
  root.classList.toggle("pasangan", wanted === 2);
  root.classList.toggle("berubah", data.mode === "perubahan"); // white borders would be lost in its middle
  group.note.textContent = data.caption;
  legend(group.legend, data.legend, (k) => group.stages.forEach((map) => spotlight(map, k)), data.pair?.headings);
  group.stages.forEach((map, i) => {
    // the earlier period at the left, or on a phone above
    map.areas = data.pair && i === 0 ? data.pair.areas : data.areas;
    map.when = data.pair ? data.pair.headings[i] : "";
    drawStage(map, layer, over);
  });
  group.unlink?.();
  group.unlink = linkCharts(data.linked, (code) => mark(group, code));
}
