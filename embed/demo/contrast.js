// The contrast of a brand colour with white, by WCAG 2.2, as the server computes it (embed/src/look/color.rs).

// 1.4.3: text against its background.
export const TEXT_CONTRAST = 4.5;

// "Contrast ratio" of `#rrggbb` and white: 1 to 21. It is that of white text on the colour and of the colour on white.
export const onWhite = (hex) => 1.05 / (luminance(hex) + 0.05);

function luminance(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
