/* global document, window, innerWidth, innerHeight, requestAnimationFrame, getComputedStyle, Element */

/**
 * Runs inside each page before its scripts. Notes the first frame in which the candidate's control can be
 * tapped, and after a tap the first frame in which the next question is visible: both in ms since navigation.
 */
export function probe({ control, next }) {
  if (window.top !== window) return;
  // Roots are collected as they are made: a closed one cannot be found afterwards.
  const roots = [document];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (...options) {
    const root = attach.apply(this, options);
    roots.push(root);
    return root;
  };
  const find = (selector) => {
    for (const root of roots) {
      const element = root.querySelector(selector);
      if (element) return element;
    }
    return null;
  };
  const parent = (node) => node.parentNode?.host ?? node.parentNode;
  /** Its middle, where it is painted inside the viewport; more than half transparent does not count. */
  const visible = (element) => {
    const box = element?.getBoundingClientRect();
    if (!box || box.width < 2 || box.height < 2 || getComputedStyle(element).visibility === "hidden") return null;
    let opacity = 1;
    for (let node = element; node instanceof Element; node = parent(node)) {
      opacity *= Number(getComputedStyle(node).opacity);
    }
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const inside = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    return opacity >= 0.5 && inside ? { x, y } : null;
  };
  const tappable = (selector) => {
    const element = find(selector);
    const point = visible(element);
    if (!point || element.disabled) return null;
    const hit = element.getRootNode().elementFromPoint(point.x, point.y);
    return hit && (element.contains(hit) || hit.closest("label, button")?.contains(element)) ? point : null;
  };
  const noted = { ready: null, tapped: null, next: null, errors: [] };
  window.addEventListener("error", (event) => noted.errors.push(event.message ?? `${event.target.src} did not load`), true);
  window.addEventListener("unhandledrejection", (event) => noted.errors.push(String(event.reason)));
  window.addEventListener("pointerdown", (event) => { noted.tapped ??= event.timeStamp; }, true);
  const watch = () => {
    if (noted.ready === null && tappable(control)) noted.ready = performance.now();
    if (noted.tapped !== null && visible(find(next))) noted.next = performance.now();
    if (noted.next === null) requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  window.bench = { noted, tappable };
}
