// Triggers of a pop-up, and the pages on which it can open: all by attributes, none by default.

// Calls `open` when one of the element's triggers fires, with whether the guest asked for it. Automatic triggers fire
// once, and only for the sampled share of page views.
export function watch(element, open) {
  const attribute = (name) => element.getAttribute(name);
  const number = (name) => Number.parseFloat(attribute(name) ?? "");
  // Without the attribute the comparison is false: every page view is sampled.
  const isOut = Math.random() * 100 >= number("sample-percent");
  let isSpent = false;
  const come = () => {
    if (isSpent || isOut || !element.isConnected || !isHere(attribute)) return;
    isSpent = true;
    removeEventListener("scroll", look);
    open(false);
  };

  if (attribute("click")) {
    document.addEventListener("click", (event) => {
      if (!element.isConnected || !isOn(event.target, attribute("click"))) return;
      event.preventDefault();
      open(true);
    });
  }
  if (number("delay-s") >= 0) setTimeout(come, number("delay-s") * 1000);
  function look() {
    const { scrollHeight } = document.documentElement;
    if ((scrollY + innerHeight) * 100 >= scrollHeight * number("scroll-percent")) come();
  }
  if (number("scroll-percent") >= 0) addEventListener("scroll", look);
  if (element.hasAttribute("exit-intent")) {
    // Out of the window at its top, towards the tabs and the address.
    document.addEventListener("mouseout", (event) => {
      if (!event.relatedTarget && event.clientY <= 0) come();
    });
  }
}

// Whether a click was on an element of the host's selector; an invalid selector matches none.
function isOn(target, selector) {
  try {
    return target.closest(selector);
  } catch {
    return null;
  }
}

// Whether this address and this page's language are among the listed ones. Checked when a trigger fires: a page may
// change its address without loading.
function isHere(attribute) {
  const path = attribute("path");
  const languages = attribute("languages");
  const lang = document.documentElement.lang.slice(0, 2).toLowerCase();
  return (
    (!path || path.split(" ").some((pattern) => fits(pattern, location.pathname))) &&
    (!languages || languages.toLowerCase().split(" ").includes(lang))
  );
}

// `*` matches any text: `/prices*`.
function fits(pattern, path) {
  const plain = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp("^" + plain.join(".*") + "$").test(path);
}
