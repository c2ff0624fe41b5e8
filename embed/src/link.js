// On the page of a link: sees whether a person taps or types. On the first page of an invite it also
// brings the loader, which paints the same form anew with everything answered so far, and sends a tap
// that was never confirmed when the page is left. Without it the form votes just the same.
{
  const plain = document.querySelector("form.otklik-form");
  const element = plain.closest("otklik-survey");
  const first = plain.querySelector(".otklik-q");
  let form = plain;
  let isSent = false;
  let isBeyond = false;
  plain.elements.gesture.value = 0;
  for (const type of ["click", "keydown"]) {
    addEventListener(type, (event) => event.isTrusted && (plain.elements.gesture.value = 1), true);
  }
  plain.addEventListener("input", ({ target }) => (isBeyond ||= !first.contains(target)));
  plain.addEventListener("submit", () => (isSent = true));
  element?.addEventListener("otklik:submitted", () => (isSent = true));
  // The loader's form, before anybody has seen it; another language is painted by itself.
  element?.addEventListener(
    "otklik:ready",
    () => {
      form = element.shadowRoot.querySelector("form");
      for (const { name, value, checked } of plain.elements) {
        const isKept = /^(q\.|(id|gesture)$)/.test(name);
        for (const it of isKept ? form.querySelectorAll(`[name="${name}"]`) : []) {
          if (!/radio|checkbox/.test(it.type)) it.value = value;
          else if (it.value === value) it.checked = checked;
        }
      }
      document.querySelector("header nav").remove();
    },
    { once: true },
  );
  const tap = crypto.randomUUID?.();
  document.addEventListener("visibilitychange", () => {
    const { gesture } = form.elements;
    const isTapped = gesture.value > 0 && form.querySelector("[data-bucket]:checked");
    if (!element || !tap || isSent || !document.hidden || !isTapped) return;
    const body = new URLSearchParams(new FormData(form));
    // An id of its own: the answer itself may still be sent.
    body.set("id", tap);
    body.set("provisional", 1);
    fetch(element.dataset.door, { method: "POST", body, keepalive: true }).catch(() => null);
  });
  // Who has gone beyond the first question goes on with what is there.
  addEventListener("load", () => {
    if (!element || isBeyond) return;
    const script = document.createElement("script");
    script.src = element.dataset.loader;
    document.body.append(script);
  });
}
