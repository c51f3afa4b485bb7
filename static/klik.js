// A piece of the page whose marked parts can be picked: what carries data-pilih tells Python its value.
// Links keep their address, so that a new tab, a bookmark and the keyboard work as everywhere.
const shown = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector(".klik");
  if (shown.get(root) !== data.html) {
    root.innerHTML = data.html;
    shown.set(root, data.html);
    if (window.innerWidth <= 760) root.querySelectorAll("details[data-ponsel]").forEach((d) => { d.open = false; });
  }
  root.onclick = (event) => {
    const spot = event.target.closest("[data-pilih]");
    if (!spot || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    setTriggerValue("pilih", spot.dataset.pilih);
    const target = data.scroll && document.querySelector(data.scroll);
    if (target && window.innerWidth <= 760) target.scrollIntoView({ behavior: "smooth", block: "start" });
  };
  return () => { root.onclick = null; };
}
