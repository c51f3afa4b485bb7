"""The pages of a briefing as HTML for the live screen: the same texts and drawings that typst sets."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final

from stunting.charts import theme
from stunting.reports.briefing import Briefing, plot_trend, typeset
from stunting.reports.briefing.content import TREND
from stunting.ui.texts import whole

#: Colours that change on a dark ground; all others belong to an area of the map.
_TURNING: Final = {
    theme.TEAL: "teal", theme.SOFT: "soft", theme.HAIR: "hair", theme.TARGET: "target",
    theme.SURVEY: "survey",
}  # fmt: skip
_SIDE: Final = {"start": "mulai", "middle": "tengah", "end": "akhir"}


def deck(briefing: Briefing) -> str:
    """Return all slides; the screen shows one at a time."""
    told = typeset.unbroken(typeset.content(briefing))
    pages = told["halaman"]
    for shown, page in zip(pages, briefing.pages, strict=True):
        if page.key == TREND:  # a phone held upright has room above, not beside
            tall = plot_trend.trend(*(page.frames[k] for k in ("series", "targets", "published")), ratio=1.1)
            shown["tegak"] = typeset.unbroken(tall.to_dict())
    slides = (_slide(told, page, n, len(pages)) for n, page in enumerate(pages, 1))
    return f'<div class="pp-semua">{"".join(slides)}</div>'


def _slide(told: dict[str, Any], page: dict[str, Any], n: int, total: int) -> str:
    body = _BODIES[page["jenis"]](told, page, n)
    head = "" if page["jenis"] == "pokok" else _head(told, page)
    mark = f'<b class="pp-sintetis">{escape(told["sintetis"])}</b>' if told["sintetis"] else ""
    number = f'<span class="pp-nomor">{n}/{total}</span>'
    foot = f'<div class="pp-kaki"><span>{escape(page["kaki"])}</span>{mark}{number}</div>'
    title = escape(page["kalimat"] or page["judul"])
    return (
        f'<section class="pp-slide pp-{page["jenis"]}" data-n="{n}" aria-label="{title}" hidden>{head}'
        f'<div class="pp-isi">{body}</div>{foot}</section>'
    )


def _head(told: dict[str, Any], page: dict[str, Any]) -> str:
    said = page["kalimat"] or page["judul"]
    rest = f'<p class="pp-lain">{escape(page["lain"])}</p>' if page["lain"] else ""
    small = ' class="panjang"' if len(said) > 70 else ""
    return f"<header><p>{escape(page['atas'])}</p><h1{small}>{escape(said)}</h1>{rest}</header>"


def _headline(told: dict[str, Any], page: dict[str, Any], n: int) -> str:
    figure = told["angka"]
    tiles = "".join(
        f"<div><h3>{escape(u['judul'])}</h3><b>{escape(u['nilai'])}</b><p>{escape(u['catatan'])}</p></div>"
        for u in told["ubin"]
    )
    small = " panjang" if len(figure) > 9 else ""
    return (
        f'<p class="pp-tempat">{escape(told["indikator"])} · {escape(told["tempat"])}</p>'
        f'<div class="pp-dua"><div><div class="pp-angka{small}">{escape(figure)}</div>'
        f'<p class="pp-kalimat" role="heading" aria-level="1">{whole(escape(told["kalimat"]))}</p></div>'
        f'<div class="pp-ubin">{tiles}</div></div>'
    )


def drawing(figure: dict[str, Any], n: int) -> str:
    """Return a drawing with its labels beside it, as text.

    Patterns get names of their own: one that is defined on a hidden slide is not drawn on another.
    """
    svg = figure["svg"]
    for name in ("ragu", "samar"):
        svg = svg.replace(f'id="{name}"', f'id="{name}-{n}"').replace(f"url(#{name})", f"url(#{name}-{n})")
    for color, name in _TURNING.items():
        svg = svg.replace(f'stroke="{color}"', f'class="pp-s-{name}"')
        svg = svg.replace(f'fill="{color}"', f'class="pp-f-{name}"')
    labels = "".join(_label(label) for label in figure["labels"])
    return (
        f'<div class="pp-bingkai"><div class="pp-gambar" style="--rasio:{figure["ratio"]:.4f}" role="img" '
        f'aria-label="{escape(figure["alt"])}">{svg}{labels}</div></div>'
    )


def _label(label: dict[str, Any]) -> str:
    turning = _TURNING.get(label["color"])
    look = f"pp-t-{turning}" if turning else ""
    color = "" if turning else f";color:{label['color']}"
    bold = ";font-weight:600" if label["bold"] else ""
    return (
        f'<span class="pp-label {_SIDE[label["anchor"]]} {look}" style="left:{100 * label["x"]:.2f}%;'
        f'top:{100 * label["y"]:.2f}%;--s:{label["size"]}{color}{bold}">{escape(label["text"])}</span>'
    )


def _map(told: dict[str, Any], page: dict[str, Any], n: int) -> str:
    signs = {"ragu": "╱", "samar": "∙∙"}
    rows = "".join(
        f'<li><i style="background:{r["color"]}">{signs.get(r["kind"], "")}</i><b>{escape(r["range"])}</b> '
        f"<span>{escape(r['words'])}</span><em>{r['n']}</em></li>"
        for r in page["legenda"]
    )
    return (
        f'<div class="pp-peta-dua">{drawing(page["gambar"], n)}<div class="pp-legenda">'
        f"<h3>{escape(page['legenda_judul'])}</h3><ul>{rows}</ul><p>{escape(page['catatan'])}</p></div></div>"
    )


def _picture(told: dict[str, Any], page: dict[str, Any], n: int) -> str:
    tall = page.get("tegak")
    upright = f'<div class="pp-tegak">{drawing(tall | {"alt": ""}, n)}</div>' if tall else ""
    wide = ' class="pp-lebar"' if tall else ' class="pp-satu"'
    return f"<div{wide}>{drawing(page['gambar'], n)}</div>{upright}{_note(page)}"


def _note(page: dict[str, Any]) -> str:
    return f'<p class="pp-catatan">{escape(page["catatan"])}</p>' if page["catatan"] else ""


def _rows(told: dict[str, Any], page: dict[str, Any], n: int) -> str:
    out = []
    for r in page["baris"]:
        if r.get("gap"):
            out.append(f'<li class="pp-sela">… {r["gap"]} wilayah di antaranya tidak digambar …</li>')
        band = ""
        if r["low"] is not None and r["high"] is not None:
            band = (
                f'<i class="pita" style="left:{100 * r["low"]:.1f}%;right:{100 - 100 * r["high"]:.1f}%"></i>'
            )
        then = "" if r.get("then") is None else f'<i class="dulu" style="left:{100 * r["then"]:.1f}%"></i>'
        few = "*" if r.get("few") else ""
        out.append(
            f'<li><b>{escape(r["name"])}</b><span class="sumbu">{band}{then}'
            f'<i class="titik" style="left:{100 * r["at"]:.1f}%"></i></span>'
            f"<strong>{escape(r['value'])}{few}</strong><span>{escape(r['counts'])}</span>"
            f"<span>{escape(r.get('change', ''))}</span></li>"
        )
    return f'<ul class="pp-baris">{"".join(out)}</ul>{_note(page)}'


def _iku(told: dict[str, Any], page: dict[str, Any], n: int) -> str:
    year = told["tahun"]
    head = ("Indikator", "Satuan", f"Realisasi {year - 1}", f"Target {year}", f"Realisasi {year}", "Capaian",
            "Target akhir")  # fmt: skip
    keys = ("name", "unit", "before", "target", "actual", "capaian", "end")
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(r[key])}</td>" for key in keys) + "</tr>" for r in page["baris"]
    )
    heads = "".join(f"<th>{escape(h)}</th>" for h in head)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="pp-gulir gulir">{table}</div>{_note(page)}'


def _actions(told: dict[str, Any], page: dict[str, Any], n: int) -> str:
    steps = "".join(
        f"<li><b>{escape(a['judul'])}</b><p>{escape(a['alasan'])}</p></li>" for a in page["langkah"]
    )
    return f'<ol class="pp-langkah">{steps}</ol>{_note(page)}'


_BODIES: Final[dict[str, Callable[[dict[str, Any], dict[str, Any], int], str]]] = {
    "pokok": _headline, "peta": _map, "tren": _picture, "wilayah": _rows, "dua_tahun": _picture,
    "penyebab": _rows, "iku": _iku, "tindakan": _actions,
}  # fmt: skip
