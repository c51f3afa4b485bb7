// The live briefing: one slide at a time. The page number (hal) and the theme (tema) stand in the address,
// so that a reload or a link opens the same slide; nothing is asked of the server.
const read = (name) => new URLSearchParams(window.location.search).get(name);
const write = (values) => {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(values)) value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
  window.history.replaceState(window.history.state, "", url);
};
const BAR = `<nav class="pp-kendali" aria-label="Kendali paparan">
  <button type="button" data-k="mundur" aria-label="Slide sebelumnya">‹</button>
  <output aria-live="polite"></output>
  <button type="button" data-k="maju" aria-label="Slide berikutnya">›</button>
  <button type="button" data-k="tema">Terang/gelap</button>
  <button type="button" data-k="penuh">Layar penuh</button>
  <button type="button" data-k="keluar">Tutup</button></nav>`;

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".pp");
  if (root.dataset.isi !== data.html) { root.innerHTML = data.html + BAR; root.dataset.isi = data.html; }
  const slides = [...root.querySelectorAll(".pp-slide")];
  let at = 0, idle = 0, touch = null;
  const go = (n, keep = true) => {
    at = Math.min(Math.max(n, 0), slides.length - 1);
    slides.forEach((s, i) => { s.hidden = i !== at; });
    root.querySelector("output").textContent = `${at + 1} dari ${slides.length}`;
    slides[at].scrollTop = 0;
    if (keep) write({ hal: at ? String(at + 1) : "" });
  };
  const theme = (dark, keep = true) => {
    root.classList.toggle("gelap", dark);
    if (keep) write({ tema: dark ? "gelap" : "" });
  };
  const full = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  const leave = () => {
    write({ hal: "", tema: "", puskesmas_paparan: "" });
    setTriggerValue("keluar", true);
    // a script that was running just then may have missed it
    setTimeout(() => { if (root.isConnected) window.location.assign(`/${window.location.search}`); }, 3000);
  };
  const acts = { maju: () => go(at + 1), mundur: () => go(at - 1), tema: () => theme(!root.classList.contains("gelap")), penuh: full, keluar: leave };
  const keys = {
    ArrowRight: acts.maju, ArrowDown: acts.maju, PageDown: acts.maju, " ": acts.maju, Enter: acts.maju,
    ArrowLeft: acts.mundur, ArrowUp: acts.mundur, PageUp: acts.mundur, Backspace: acts.mundur,
    Home: () => go(0), End: () => go(slides.length - 1), t: acts.tema, T: acts.tema, f: full, F: full,
    Escape: () => { if (!document.fullscreenElement) leave(); },
  };
  const wake = () => {
    root.classList.remove("diam");
    clearTimeout(idle);
    idle = setTimeout(() => root.classList.add("diam"), 2500);
  };
  const onKey = (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || !keys[e.key]) return;
    if (e.target.closest?.(".pp-kendali") && (e.key === " " || e.key === "Enter")) return;
    e.preventDefault(); e.stopPropagation();
    keys[e.key]();
  };
  const onClick = (e) => {
    const button = e.target.closest("button[data-k]");
    if (button) { acts[button.dataset.k](); wake(); return; }
    if (window.getSelection()?.toString()) return;
    e.clientX < window.innerWidth / 3 ? acts.mundur() : acts.maju();
  };
  const onStart = (e) => { touch = [e.changedTouches[0].clientX, e.changedTouches[0].clientY]; };
  const onEnd = (e) => {
    if (!touch) return;
    const [dx, dy] = [e.changedTouches[0].clientX - touch[0], e.changedTouches[0].clientY - touch[1]];
    touch = null;
    if (Math.abs(dx) > 40 && Math.abs(dx) > 2 * Math.abs(dy)) { dx < 0 ? acts.maju() : acts.mundur(); e.preventDefault(); }
  };
  document.addEventListener("keydown", onKey, true);
  root.addEventListener("click", onClick);
  root.addEventListener("touchstart", onStart, { passive: true });
  root.addEventListener("touchend", onEnd);
  root.addEventListener("mousemove", wake);
  theme(read("tema") === "gelap", false);
  go((parseInt(read("hal"), 10) || 1) - 1, false);
  wake();
  root.focus({ preventScroll: true });
  root.dataset.siap = "ya";
  return () => {
    clearTimeout(idle);
    document.removeEventListener("keydown", onKey, true);
    root.removeEventListener("click", onClick);
    root.removeEventListener("touchstart", onStart);
    root.removeEventListener("touchend", onEnd);
    root.removeEventListener("mousemove", wake);
  };
}
