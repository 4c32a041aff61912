"""A person before the page, with Chromium's hands."""

import os
import time
from contextlib import contextmanager

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

OPTIONS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--lang=en-GB",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # nothing outside can be reached
)
PATIENCE = 15  # seconds


@contextmanager
def browser(binary, driver):
    """Chromium without a screen."""
    options = ChromeOptions()
    options.binary_location = binary
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for option in OPTIONS + (("--no-sandbox",) if os.geteuid() == 0 else ()):
        options.add_argument(option)
    chrome = Chrome(options=options, service=Service(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


class Visitor:
    """What a person does with the page, and what they see."""

    def __init__(self, chromium, address):
        self.chromium = chromium
        self.address = address

    def arrive(self):
        """Open the page as on the first visit; the log starts anew."""
        self.chromium.get(self.address)
        self.chromium.execute_script("localStorage.clear()")
        self.chromium.get_log("browser")
        self.chromium.get(self.address)
        self.see("#messages .message")

    def again(self):
        """Open the page once more."""
        self.chromium.get(self.address)
        self.see("#messages .message")

    def size(self, width, height, *, touch=False, dark=False):
        """Look at it on a screen of this size in pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch}
        self.chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.chromium.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": touch})
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def complaints(self):
        """What the browser complains of, such as a breach of the content security policy."""
        return [
            entry["message"]
            for entry in self.chromium.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING")
        ]

    # -- seeing

    def all(self, css):
        return self.chromium.find_elements(By.CSS_SELECTOR, css)

    def shown(self, css):
        """The visible elements, all of one moment."""
        return self.script(
            "return [...document.querySelectorAll(arguments[0])]"
            ".filter((e) => e.checkVisibility())",
            css,
        )

    def see(self, css):
        """The first visible element that matches, once there is one."""
        return self.until(lambda: next(iter(self.shown(css)), None), css)

    def until(self, condition, what="what was waited for"):
        """The first true value of `condition()`."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if value := condition():
                    return value
            except StaleElementReferenceException:
                pass
            time.sleep(0.03)
        raise TimeoutError(f"{what} did not show; the last messages: {self.texts()[-3:]}")

    def texts(self):
        """What the messages say, oldest first."""
        return self.script(
            "return [...document.querySelectorAll('#messages .message')].map((e) => e.innerText)"
        )

    def script(self, code, *arguments):
        return self.chromium.execute_script(code, *arguments)

    def style(self, element, name):
        return element.value_of_css_property(name)

    @property
    def focused(self):
        return self.chromium.switch_to.active_element

    @property
    def field(self):
        return self.see("#message-field")

    # -- doing

    def keys(self, *keys):
        """Press keys wherever the focus is."""
        self.focused.send_keys(*keys)

    def open(self, name):
        """Open a chat or topic."""

        def chosen():
            for chat in self.shown("button.chat"):
                if chat.find_element(By.TAG_NAME, "b").text == name:
                    chat.click()
                    return True
            return False

        self.until(chosen, name)
        self.until(lambda: self.see("#room-title").text == name, name)

    def become(self, role):
        for label in self.all(".segments label"):
            if role in label.text:
                label.click()

    def write(self, text):
        """Send a message; its element."""
        before = self.number()
        self.field.send_keys(text, Keys.ENTER)
        return self.until(lambda: self.newer(before, ".message"), text)

    def ask(self, text):
        """Send a message; the element of the bot's answer, which quotes it."""
        own = int(self.write(text).get_attribute("data-id"))
        return self.until(lambda: self.newer(own, ".message.in"), f"an answer to {text!r}")

    def number(self):
        """The number of the newest message that is shown."""
        return self.script(
            "return Math.max(0, ...[...document.querySelectorAll('#messages [data-id]')]"
            ".map((e) => Number(e.dataset.id)))"
        )

    def newer(self, number, css):
        """The first message after this number."""
        return self.script(
            "return [...document.querySelectorAll(`#messages ${arguments[1]}`)]"
            ".find((e) => Number(e.dataset.id) > arguments[0])",
            number,
            css,
        )

    def key(self, message, label):
        """A button under a message."""
        keys = message.find_elements(By.CSS_SELECTOR, ".key")
        return next(key for key in keys if label in key.text)

    def tool(self, message, label):
        """One of the tools that show while the pointer or the focus is on a message."""
        self.script("arguments[0].focus()", message.find_element(By.CSS_SELECTOR, ".bubble"))
        found = message.find_element(By.CSS_SELECTOR, f'.tool[aria-label="{label}"]')
        self.until(found.is_displayed, label)
        return found
