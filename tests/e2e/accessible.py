# ruff: noqa: E501  (scripts of the browser)
"""What everybody needs to use a page: names for what can be pressed, contrast, and a visible focus.

The rules of WCAG 2.2 that a script can check (4.1.2, 1.3.1, 1.4.3, 2.4.7, 2.1.1), written out here, so
that no package is needed.
"""

from __future__ import annotations

from typing import Any

#: Controls without a name that a screen reader could say.
_NAMELESS = """() => {
  const seen = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && e.getClientRects().length;
  const label = (e) => [
    e.getAttribute("aria-label"), e.getAttribute("title"), e.innerText, e.getAttribute("alt"),
    ...(e.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean).map((i) => document.getElementById(i)?.innerText),
    ...(e.labels ? [...e.labels].map((l) => l.innerText) : []),
    e.querySelector("img[alt], svg[aria-label], title")?.getAttribute("alt"),
  ].some((t) => t && t.trim());
  return [...document.querySelectorAll("button, a[href], input, select, textarea, [role=button], [role=combobox], [tabindex='0']:not(canvas)")]
    .filter((e) => seen(e) && e.type !== "hidden" && !e.closest("[aria-hidden=true]") && !label(e))
    .map((e) => e.outerHTML.slice(0, 160));
}"""

#: Texts whose contrast against what is behind them is below 4,5 (3 where large).
_PALE = """() => {
  const rgb = (t) => { const m = t.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m[3] ?? 1]; };
  const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const light = (c) => {
    const v = c.slice(0, 3).map((x) => { x /= 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
  };
  const behind = (e) => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;  // a pattern: looked at by eye
      const c = rgb(style.backgroundColor);
      if (c[3] > 0) layers.push(c);
      if (c[3] === 1) break;
    }
    return layers.reverse().reduce((under, c) => over(c, under), [255, 255, 255, 1]);
  };
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || !e || e.closest("svg, canvas, script, style, noscript, [aria-hidden=true], :disabled, .pp-gambar, [data-testid=stSliderThumbValue]")) continue;  // on a drawing, above a knob: by eye
    if (!e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || !e.getClientRects().length) continue;
    const ground = behind(e);
    if (!ground) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    const [a, b] = [light(over(rgb(style.color), ground)), light(ground)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = e.closest("[data-testid=stIconMaterial], [data-testid=stFileUploader] button:has([data-testid=stIconMaterial], svg)") || / icon$/.test(node.data) || size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 600);
    if (ratio < (large ? 3 : 4.5) - 0.01) out.push(`${ratio.toFixed(2)} ${node.data.trim().slice(0, 60)}`);
  }
  return [...new Set(out)];
}"""

#: The focused element: what it is called, and whether it looks different from itself without focus.
_FOCUSED = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  let e = document.activeElement;
  while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  if (!e || e === document.body) return null;
  const look = () => {
    const all = [];
    for (let at = e, n = 0; at && n < 4; at = at.parentElement, n++) {
      const s = getComputedStyle(at), b = getComputedStyle(at, "::before"), a = getComputedStyle(at, "::after");
      all.push(s.outline, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration, b.boxShadow, a.boxShadow);
    }
    return all.join("|");
  };
  const name = (e.getAttribute("aria-label") || (e.labels && e.labels[0]?.innerText) || e.innerText || e.title || e.type || e.tagName)
    .trim().replace(/\\s+/g, " ").slice(0, 60);
  await drawn();
  const on = look();
  e.blur();
  await drawn();
  const off = look();
  e.focus({ focusVisible: true, preventScroll: true });
  return { name, visible: on !== off, tag: e.tagName.toLowerCase() };
}"""


def nameless(page: Any) -> list[str]:
    """Return the controls that have no name."""
    return list(page.evaluate(_NAMELESS))


def pale(page: Any) -> list[str]:
    """Return texts with too little contrast: ratio and text."""
    return list(page.evaluate(_PALE))


def tab_order(page: Any, most: int = 90) -> list[dict[str, Any]]:
    """Press Tab from the top of the page to its end and return what was met, in order."""
    # what is compared is the end of a transition, not a moment in it
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; }")
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    met: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUSED)
        if found is None:
            if met:
                return met
            continue
        met.append(found)
    return met


def basics(page: Any) -> list[str]:
    """Return what is wrong with language, title, headings and pictures."""
    return list(
        page.evaluate(
            """() => [
  document.documentElement.lang === "id" ? "" : "lang",
  document.title.trim() ? "" : "title",
  [...document.querySelectorAll('h1, [role=heading][aria-level="1"]')].some((h) => h.checkVisibility()) ? "" : "no h1",
  ...[...document.querySelectorAll("img:not([alt])")].map((i) => `img ${i.src}`),
  ...[...document.querySelectorAll("table")].filter((t) => t.checkVisibility() && !t.querySelector("th"))
     .map((t) => `table without head: ${t.innerText.slice(0, 60)}`),
].filter(Boolean)"""
        )
    )
