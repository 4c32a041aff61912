// Light or dark, as the visitor's system is until they choose; and what the browser keeps.

const DARK = matchMedia("(prefers-color-scheme: dark)");

/** What was kept under a name; null where nothing is, or the browser keeps nothing. */
export function kept(name) {
  try {
    return localStorage.getItem(`rapporteur.${name}`);
  } catch {
    return null;
  }
}

/** Keep a value for the next visit, as far as the browser lets us. */
export function keep(name, value) {
  try {
    localStorage.setItem(`rapporteur.${name}`, value);
  } catch {
    // then it counts for this visit only
  }
}

/** Let the button switch between light and dark. */
export function themeButton(button) {
  function apply(theme) {
    document.documentElement.dataset.theme = theme;
    button.setAttribute("aria-pressed", String(theme === "dark"));
  }
  const current = () => kept("theme") ?? (DARK.matches ? "dark" : "light");
  button.addEventListener("click", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    keep("theme", next);
    apply(next);
  });
  DARK.addEventListener("change", () => apply(current()));
  apply(current());
}
