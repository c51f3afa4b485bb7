"""When a page is done: scripts that a browser runs beside the page, and what they are asked."""

from __future__ import annotations

#: How long nothing may have moved.
QUIET_MS = 300
#: Notes when the page last changed or heard from the server, and whether a run of the script was asked for
#: or goes on. What the page itself says of that comes late on a slow machine. The numbers are those of the
#: fields of Streamlit's messages: BackMsg.rerun_script, ForwardMsg.new_session and .script_finished.
WATCH = """
window.__moved = performance.now();
window.__asked = window.__runs = false;
new MutationObserver(() => { window.__moved = performance.now(); }).observe(document, {
  subtree: true, childList: true, characterData: true,
  attributes: true, attributeFilter: ["data-test-script-state", "data-stale"],
});
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    window.__asked = window.__runs = false;
    this.addEventListener("message", ({ data }) => {
      const said = this.fields(data);
      if (said.includes(4)) [window.__asked, window.__runs] = [false, true];
      if (said.includes(6)) window.__runs = false;
      window.__moved = performance.now();
    });
  }
  send(what) {
    if (this.fields(what).includes(11)) window.__asked = true;
    super.send(what);
  }
  fields(message) {
    if (!message.byteLength) return [];
    const bytes = new Uint8Array(message.buffer || message, message.byteOffset || 0, message.byteLength);
    const out = [];
    let at = 0;
    const number = () => {
      let n = 0, shift = 1;
      for (; at < bytes.length; shift *= 128) {
        const b = bytes[at++];
        n += (b & 127) * shift;
        if (b < 128) break;
      }
      return n;
    };
    while (at < bytes.length) {
      const tag = number(), wire = tag % 8;
      out.push(Math.floor(tag / 8));
      if (wire === 0) number();
      else if (wire === 2) { const long = number(); at += long; }
      else at += wire === 1 ? 8 : 4;
    }
    return out;
  }
};
"""
#: Whether the script has run, every part has come, maps and charts are drawn, and nothing moves any more.
READY = """
(quiet) => {
  const all = (css) => [...document.querySelectorAll(css)];
  if (window.__asked || window.__runs) return false;
  if (!document.querySelector('.stApp[data-test-script-state="notRunning"]')) return false;
  if (document.querySelector('[data-testid="stSkeleton"]')) return false;
  const own = all('[data-testid="stBidiComponentIsolated"]')
    .map((e) => e.shadowRoot || e.firstElementChild?.shadowRoot);
  if (own.some((root) => !root?.childElementCount)) return false;
  if (own.some((root) => root.querySelector('.panggung:not([data-state="siap"])'))) return false;
  if (all('.stPlotlyChart').some((e) => !e.querySelector('.main-svg'))) return false;
  return performance.now() - window.__moved >= quiet;
}
"""
