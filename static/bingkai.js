// The frame beside Streamlit's own: what a phone opens and closes, where a click leads, and signs at the
// edge of what scrolls inside itself.
(() => {
  const phone = () => window.innerWidth <= 760;

  // The menu of a phone closes once a page is chosen, and is closed at a visit; Streamlit would leave it open
  // and remember that.
  if (phone()) Object.keys(localStorage).filter((k) => k.startsWith("stSidebarCollapsed")).forEach((k) => localStorage.removeItem(k));
  document.addEventListener("click", (e) => {
    if (!phone() || !e.target.closest?.('[data-testid="stSidebarNavLink"]')) return;
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click(), 0);
  });

  // Lines that lead further down: the checklist of a file, the strip of the map on a phone.
  const leads = [
    [".st-key-perlu_wilayah button", ".wilayah-baru"],
    [".st-key-perlu_anda button", ".st-key-temuan_saring"],
    [".lembar-singkat", ".st-key-lembar"],
  ];
  const lead = (e) => {
    if (e.type === "keydown" && (e.key !== "Enter" || e.target.closest?.("button"))) return;
    const spot = leads.find(([from]) => e.target.closest?.(from))?.[1];
    if (spot) document.querySelector(spot)?.scrollIntoView({ behavior: "smooth", block: "start" });
  };
  document.addEventListener("click", lead);
  document.addEventListener("keydown", lead);

  // the filter row of a phone
  const toggle = (e) => {
    const bar = e.target.closest?.(".saring-ringkas");
    if (!bar || (e.type === "keydown" && e.key !== "Enter" && e.key !== " ")) return;
    e.preventDefault();
    const open = document.body.classList.toggle("saring-buka");
    bar.setAttribute("aria-expanded", String(open));
  };
  document.addEventListener("click", toggle);
  document.addEventListener("keydown", toggle);

  // What scrolls inside itself says at which edges it goes on (data-tepi); the style sheet fades them out.
  const SCROLLS = '.gulir, .st-key-lembar, .stMain [data-testid="stButtonGroup"] > div';
  const edges = (box) => {
    const right = box.scrollWidth - box.clientWidth, down = box.scrollHeight - box.clientHeight;
    const x = getComputedStyle(box).direction === "rtl" ? right + box.scrollLeft : box.scrollLeft;
    const said = [x > 1 && "kiri", x < right - 1 && "kanan", box.scrollTop < down - 1 && "bawah"].filter(Boolean);
    if (said.length) box.dataset.tepi = said.join(" ");
    else delete box.dataset.tepi;
  };
  const sizes = new ResizeObserver((list) => {
    for (const box of new Set(list.map((item) => item.target.closest(SCROLLS)))) if (box) edges(box);
  });
  const known = new WeakSet();
  const watch = () => {
    waiting = 0;
    for (const box of document.querySelectorAll(SCROLLS))
      for (const one of [box, ...box.children]) if (!known.has(one)) { known.add(one); sizes.observe(one); }
  };
  let waiting = 0;
  new MutationObserver(() => { waiting ||= setTimeout(watch, 100); })
    .observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("scroll", (e) => { if (e.target.matches?.(SCROLLS)) edges(e.target); }, { capture: true, passive: true });
})();
