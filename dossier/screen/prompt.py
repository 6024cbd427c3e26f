"""What the prompt can ask for. An Ask knows its label, its candidates, and what Enter does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dossier.keys.layouts import read_as_latin
from dossier.records.problems import DossierError, describe_refusal
from dossier.screen.modes import Mode
from dossier.screen.widgets.prompt import Candidate, Prompt

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands above the prompt: a heading and candidates, one of them chosen."""

    heading: str = ""
    candidates: Sequence[Candidate] = ()
    chosen: int = 0
    tall: bool = False
    """Whether it may take most of the screen: where the candidates are what is looked for."""


@dataclass(eq=False)
class Ask(Mode):
    """One question, asked with `browser.ask`. Subclasses say what is offered and what Enter does."""

    browser: Browser

    label = ""
    text = ""
    keys = "Enter apply   Tab complete   Up Down choose   Esc cancel"
    """What the hint line says of the prompt's own keys."""
    single_keys: ClassVar[bool] = False
    """Whether it is answered with single keys, which another keyboard layout types as letters of its own."""
    refused = False
    """Whether an act was refused, and why is said until something is typed."""
    _offered = ""

    def offer(self, text: str) -> Offer:
        """What to show above the line."""
        return Offer()

    def typed(self, text: str) -> bool:
        """Act while it is typed; True submits at once."""
        return False

    async def tab(self, text: str, choice: Candidate | None) -> str | None:
        """What Tab makes of the text; None leaves it."""
        return None

    def recall(self, text: str, step: int) -> str | None:
        """An earlier text, for Up and Down where they do not choose."""
        return None

    def cancel(self) -> None:
        """Esc."""

    def keep(self, text: str) -> None:
        """The act was refused: ask again with what was typed."""

    async def pasted(self, text: str, lines: str) -> bool:
        """Several lines were pasted behind `text`; whether the prompt did something of its own with them."""
        return False

    async def pressed(self, key: str, text: str) -> bool:
        """A key that the line left over; whether it was one of this prompt's own."""
        return False

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Enter."""

    @property
    def prompt(self) -> Prompt:
        """The widget."""
        return self.browser.query_one(Prompt)

    def open(self) -> None:
        """Take the keyboard."""
        self.refused = False
        self.prompt.start(self.label, self.text)
        self.show_offer(self.text)

    def show_offer(self, text: str) -> None:
        """Show the candidates for what is typed, if this is what is being asked."""
        if self.browser.mode is self:
            offered = self.offer(text)
            self.prompt.offer(offered.heading, offered.candidates, offered.chosen, tall=offered.tall)
            self._offered = text

    def offer_again(self) -> None:
        """Show the candidates anew: there are others for what is typed."""
        if self.browser.mode is self:
            self.show_offer(self.prompt.input.value)

    def take(self, text: str) -> bool:
        """The text is another one; whether it is a whole answer."""
        if self.refused:
            self.refused = False
            self.browser.redraw_hints()
        self.show_offer(text)
        return self.typed(text)

    def retype(self, text: str) -> None:
        """Put another text into the line."""
        self.prompt.input.value = text
        self.prompt.input.cursor_position = len(text)

    async def answer(self, text: str) -> None:
        """Do what was asked for; a refusal keeps what was typed."""
        text = self._as_keys(text)
        if text != self._offered:  # typed faster than candidates were offered
            self.show_offer(text)
        choice = self.prompt.choice
        self.close()
        try:
            await self.submit(text, choice)
        except (DossierError, OSError) as error:
            self.browser.fail(describe_refusal(error))
            self.keep(text)
            again = self.browser.mode
            if isinstance(again, Ask):
                again.refused = True

    def hint(self) -> str:
        """The prompt's own keys."""
        return "" if self.refused else self.keys

    async def key(self, key: str) -> bool:
        """Keys that the line left over; whether it was one of the prompt's own."""
        prompt = self.prompt
        text = prompt.input.value
        match key:
            case "escape":
                self.close()
                self.cancel()
            case "up" | "down":
                step = -1 if key == "up" else 1
                if recalled := self.recall(text, step):
                    self.retype(recalled)
                else:
                    prompt.step(step)
            case "tab":
                completed = await self.tab(text, prompt.choice)
                if completed is not None:
                    self.retype(completed)
            case "enter":
                await self.answer(text)
            case "shift+tab":
                pass
            case _:
                return await self.pressed(key, text)
        return True

    def insert(self, character: str) -> None:
        """A character typed before the line had the keyboard."""
        self.prompt.input.insert_text_at_cursor(character)

    async def changed(self, text: str) -> None:
        """Live prompts act on every character."""
        if not self.prompt.open:
            return
        meant = self._as_keys(text)
        if meant != text:
            self.retype(meant)
        elif self.take(text):
            await self.answer(text)

    def _as_keys(self, text: str) -> str:
        """What is typed as the keys that it is meant as."""
        return read_as_latin(text) if self.single_keys else text

    async def paste(self, lines: str) -> None:
        """Several lines at once become one, unless the prompt does something of its own with them."""
        text = self.prompt.input.value
        if not await self.pasted(text, lines):
            self.retype(text + " ".join(lines.split()))

    def resized(self) -> None:
        """Candidates take the room that there is."""
        chosen = self.prompt.candidates.chosen
        self.offer_again()
        self.prompt.choose(chosen)

    def close(self) -> None:
        """Give the keyboard back to the pane it came from."""
        self.prompt.close()
        self.browser.close(self)
