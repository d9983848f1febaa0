# Makes boxes.ttf: one glyph, a box, for every letter, so that a letter that no other font has still stands in a
# document, can be copied out of it, and keeps no document from being made. Run: python3 boxes.py (needs fonttools)
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

def box(pen_width=60):
    pen = TTGlyphPen(None)
    for l, b, r, t, turn in [(60, 0, 540, 700, 1), (60 + pen_width, pen_width, 540 - pen_width, 700 - pen_width, -1)]:
        points = [(l, b), (l, t), (r, t), (r, b)]
        points = points if turn == 1 else [points[0]] + points[:0:-1]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()

fb = FontBuilder(1000, isTTF=True)
fb.setupGlyphOrder([".notdef", "box"])
fb.setupCharacterMap({0x25A1: "box"})
fb.setupGlyf({".notdef": box(), "box": box()})
fb.setupHorizontalMetrics({".notdef": (600, 60), "box": (600, 60)})
fb.setupHorizontalHeader(ascent=800, descent=-200)
fb.setupNameTable({"familyName": "CCW Boxes", "styleName": "Regular", "psName": "CCWBoxes-Regular",
                   "copyright": "Public domain (CC0 1.0)."})
fb.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, fsType=0)
fb.setupPost()
table = CmapSubtable.newSubtable(13)
table.platformID, table.platEncID, table.format, table.reserved, table.length, table.language, table.nGroups = 3, 10, 13, 0, 0, 0, 0
private = lambda c: 0xE000 <= c <= 0xF8FF or c >= 0xF0000
table.cmap = {c: "box" for c in range(0x20, 0xF0000) if not (0xD800 <= c <= 0xDFFF or private(c) or 0xFDD0 <= c <= 0xFDEF or c & 0xFFFE == 0xFFFE or c == 0xFEFF)}
fb.font["cmap"].tables.append(table)
fb.font["head"].created = fb.font["head"].modified = 3848000000
fb.font.recalcTimestamp = False
fb.save("boxes.ttf")
