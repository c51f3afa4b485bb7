// What Streamlit says in English and has no setting for, in Indonesian. Exact texts only: anything that
// changes with an upgrade stays English and is caught by the browser tests.
(() => {
  const words = {
    "Upload": "Pilih berkas",
    "Skip to main content": "Langsung ke isi", "Navigate to home page": "Ke halaman Ringkasan",
    "Browse files": "Pilih berkas",
    "Drag and drop file here": "Tarik berkas ke sini",
    "Drag and drop files here": "Tarik berkas ke sini",
    "No results": "Tidak ada yang cocok",
    "No options to select": "Tidak ada pilihan",
    "Choose an option": "Pilih",
    "Choose options": "Pilih",
    "Page not found": "Halaman tidak ada",
    "You have requested page /": "Halaman yang diminta tidak ada: /",
    "Running the app's main page.": "Yang dibuka: halaman Ringkasan.",
    "Connection error": "Sambungan terputus",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "Layanan tidak menjawab. Periksa jaringan, lalu muat ulang halaman.",
    "Are you connected to the internet?": "Periksa jaringan, lalu muat ulang halaman.",
    "Close": "Tutup", "Cancel": "Batal", "Search": "Cari", "Download as CSV": "Unduh CSV", "Fullscreen": "Layar penuh",
    "Close fullscreen": "Tutup layar penuh", "Show/hide columns": "Tampilkan kolom", "Clear value": "Hapus",
    "CONNECTING": "MENYAMBUNG", "Running...": "Memuat…", "Stop": "Hentikan", "Expand sidebar": "Buka menu", "Collapse sidebar": "Tutup menu",
  };
  const patterns = [
    [/^(\d+)\s?MB per file(.*)$/, "Paling besar $1 MB per berkas$2"],
    [/^File must be ([\d.]+)\s?MB or smaller\.$/, "Berkas paling besar $1 MB."],
    [/^(.*) files are not allowed\.$/, "Berkas $1 tidak diterima."],
    [/^You have requested page \/(.*), but no corresponding file was found in the app's pages\/ directory\.(.*)$/,
      "Halaman /$1 tidak ada. Yang dibuka: halaman Ringkasan."],
    [/^The page that you have requested does not seem to exist\.(.*)$/, "Halaman yang diminta tidak ada. Yang dibuka: halaman Ringkasan."],
  ];
  const say = (text) => {
    const t = text.trim();
    if (!t || t.length > 240) return null;
    if (Object.hasOwn(words, t)) return text.replace(t, words[t]);
    for (const [p, to] of patterns) if (p.test(t)) return text.replace(t, t.replace(p, to));
    return null;
  };
  const names = ["aria-label", "title", "placeholder"];
  const fix = (root) => {
    if (root.nodeType === 3) { const s = say(root.data); if (s !== null && s !== root.data) root.data = s; return; }
    if (root.nodeType !== 1 || root.closest("svg, .js-plotly-plot")) return;
    for (const e of [root, ...root.querySelectorAll("[aria-label],[title],[placeholder]")])
      for (const n of names) { const v = e.getAttribute(n); const s = v && say(v); if (s) e.setAttribute(n, s); }
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) { const s = say(n.data); if (s !== null && s !== n.data) n.data = s; }
  };
  new MutationObserver((list) => {
    for (const m of list) { if (m.type === "characterData") fix(m.target); else m.addedNodes.forEach(fix); }
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
})();
