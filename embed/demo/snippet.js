// The code that goes into an agency's page, from what was chosen. No document here: text alone.

// Attributes that are left out, because they are the defaults.
const DEFAULTS = {
  mode: "inline",
  brand: "#1b4fd6",
  radius: "8",
  scheme: "auto",
  scale: "numbers",
  "pause-days": "30",
};
// Attributes that can be in the script's address are put there: it saves the guest a request.
const IN_ADDRESS = ["lang", "event", "touchpoint", "brand", "radius", "scheme", "scale"];
const IN_TAG = [
  "mode",
  "label",
  "delay-s",
  "scroll-percent",
  "exit-intent",
  "click",
  "pause-days",
];
// The form's own page has the agency's look: its address has the context alone.
const IN_LINK = ["event", "touchpoint", "lang"];
const FLAGS = ["exit-intent"];

/** `kind` is "element" or "script"; `height_px` is what an inline form takes, 0 if unknown. */
export function snippet(server, chosen, link, kind, height_px) {
  const { survey, form } = chosen;
  const isCallback = form === "callback";
  const said = (names) =>
    names.filter((name) => chosen[name] && chosen[name] !== DEFAULTS[name]);
  const query = (names, first) => {
    const pairs = names.map((name) => [name, chosen[name].replace("#", "")]);
    const text = new URLSearchParams([...first, ...pairs]).toString();
    return text && "?" + text;
  };
  const tags = (prefix) =>
    said(IN_TAG)
      .map((name) => ` ${prefix}${name}` + (FLAGS.includes(name) ? "" : `="${quote(chosen[name])}"`))
      .join("");

  const page = `${server}/${isCallback ? "c" : "s"}/${survey}${query(said(IN_LINK), [])}`;
  const file = query(said(IN_ADDRESS), isCallback ? [["form", form]] : []);
  const src = quote(`${server}/embed/${survey}.js${file}`);
  const lines = [];
  if (!chosen.mode || chosen.mode === DEFAULTS.mode) lines.push(place(kind, height_px));
  if (kind === "script") {
    const named = isCallback ? form : survey;
    lines.push(
      `<a href="${quote(page)}" data-otklik="${named}">${quote(link)}</a>`,
      `<script async src="${src}"${tags("data-")}></script>`,
    );
  } else {
    const which = ` survey="${survey}"` + (isCallback ? ` form="${form}"` : "");
    lines.push(
      `<otklik-survey${which}${tags("")}>`,
      `  <a href="${quote(page)}">${quote(link)}</a>`,
      "</otklik-survey>",
      `<script async src="${src}"></script>`,
    );
  }
  return lines.join("\n");
}

// With a reserved place nothing moves when the form is painted.
function place(kind, height_px) {
  const height = height_px ? `${height_px}px` : "20em";
  const which = kind === "script" ? "[data-otklik], otklik-survey" : "otklik-survey";
  return `<style>${which} { display: block; min-height: ${height} }</style>`;
}

function quote(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
