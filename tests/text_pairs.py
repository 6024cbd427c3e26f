"""Pairs of short texts with what holds between them, and why: a hand-made measure of echoes and utterances.

Invented, after what papers do: they trim agency copy, reword press releases, quote one interview, and fill
up with phrases that prove nothing.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Verdict = Literal["echo", "no echo", "same utterance", "two utterances"]


class TextPair(NamedTuple):
    """Two texts (of an echo) or two quotes of one speaker (of an utterance), what holds, and the reason."""

    name: str
    verdict: Verdict
    reason: str
    one: str
    other: str


RELEASE = (
    "The harbour board of Orsund will rebuild the old ferry quay over the next two winters. The works "
    "include new pilings, a covered waiting room and a ramp that can be used at every state of the tide. "
    "Tenders will be invited before the summer, and the first passengers are expected to use the new quay "
    "in two years."
)
STORY = (
    "The town council met behind closed doors for six hours before anybody would say what it was about. When "
    "the doors opened, the clerk handed out a single sheet of paper on which the sum had been left blank."
)
OTHER_STORY = (
    "Nobody had expected the evening to last that long, least of all the caretaker, who had already put the "
    "chairs away twice. A single sheet was pinned to the door of the hall the next morning, without a figure."
)
SPEECH = (
    "I have stood on that quay for thirty winters, and I tell you that it will not carry another one. We "
    "asked for money three times and three times we were told to wait until somebody drowned"
)
RIGHTS = (
    "Copyright 2024 The Orsund Courier. All rights reserved. This material may not be published, broadcast, "
    "rewritten or redistributed without written permission of the publisher."
)
COOKIES = (
    "This website uses cookies to improve your experience. We'll assume you're ok with this, but you can "
    "opt-out if you wish. Accept our privacy policy and the terms of use to go on reading."
)
HARBOUR = (
    "奥尔松港务局周二宣布，旧渡轮码头将在今后两个冬季重建，工程包括更换桩基、修建有顶棚的候船室，以及一条"
    "在任何潮位都能使用的坡道，预计两年后首批乘客即可使用新码头。"
)

ECHOES = (
    TextPair(
        "apostrophes are no marks", "echo", "what stands between them is the paper's own",
        f"In the '90s {RELEASE} So it was in the masters' time.",
        f"In the '90s {RELEASE} It was not the dockers' doing.",
    ),
    TextPair(
        "press release printed whole", "echo", "word for word",
        RELEASE, f"ORSUND, Tuesday - {RELEASE} The board meets again in June.",
    ),
    TextPair(
        "press release rewritten", "echo", "the sentence on the works is kept with three words changed",
        RELEASE,
        "Ferry passengers can hope for better days: the quay is to be rebuilt, the board says. The works "
        "will include new pilings, a covered waiting room and a ramp that can be used at any state of the "
        "tide. What it costs was not said.",
    ),
    TextPair(
        "agency copy trimmed", "echo", "the middle paragraph is gone, the others are whole",
        "The ferry Nordlink ran aground off Skarnes early on Monday with forty people on board, and all of "
        "them were taken off safely by the lifeboat.\n\nThe weather was calm at the time.\n\nThe master told "
        "the coastguard that a lamp on the outer buoy had failed, and that he had reported it twice before.",
        "The ferry Nordlink ran aground off Skarnes early on Monday with forty people on board, and all of "
        "them were taken off safely by the lifeboat.\n\nThe master told the coastguard that a lamp on the "
        "outer buoy had failed, and that he had reported it twice before.",
    ),
    TextPair(
        "numbers changed", "echo", "every figure differs, the sentence around them does not",
        "The yard laid off 300 welders in the spring and promised that no more than 40 of the remaining "
        "hands would have to leave before the order book had been filled again, which took 14 months.",
        "The yard laid off 500 welders in the spring and promised that no more than 60 of the remaining "
        "hands would have to leave before the order book had been filled again, which took 18 months.",
    ),
    TextPair(
        "names changed", "echo", "one report used for two towns",
        "Residents of Feldby complained for years about the smell of the fish meal plant before the "
        "council of Feldby agreed to have the filters tested by somebody who was not paid by the owners.",
        "Residents of Varlo complained for years about the smell of the fish meal plant before the council "
        "of Varlo agreed to have the filters tested by somebody who was not paid by the owners.",
    ),
    TextPair(
        "sentences in another order", "echo", "two whole sentences, swapped",
        "Divers searched the basin until the light failed and found nothing but the anchor. The insurers had "
        "already paid for the missing crane when a fisherman hauled part of its jib up in his net.",
        "The insurers had already paid for the missing crane when a fisherman hauled part of its jib up in "
        "his net. Divers searched the basin until the light failed and found nothing but the anchor.",
    ),
    TextPair(
        "one word different", "echo", "a synonym in a sentence of twenty words",
        "The auditors could not say where the money had gone, only that nobody had signed for it after the "
        "treasurer fell ill.",
        "The auditors could not tell where the money had gone, only that nobody had signed for it after the "
        "treasurer fell ill.",
    ),
    TextPair(
        "one paragraph of many", "echo", "a loan of a paragraph in a report that is otherwise its own",
        f"{STORY}\n\n{OTHER_STORY}\n\nWhat the board would like forgotten is that the same pilings were "
        "declared sound by the same engineer only eleven months earlier.",
        "A correspondent writes from the north quay, where the gulls have it to themselves. What the board "
        "would like forgotten is that the same pilings were declared sound by the same engineer only eleven "
        "months earlier. The kiosk is closed until Easter.",
    ),
    TextPair(
        "remains of a page", "echo", "tags and entities between the words of one of them",
        "The lighthouse keeper wrote down every ship that passed, and the ledgers were kept under the stairs "
        "until the roof gave way in the storm.",
        '<p class="lead">The lighthouse&nbsp;keeper wrote down <b>every</b> ship that passed, and the '
        'ledgers were kept <a href="/stairs">under the stairs</a> until the roof gave way in the storm.</p>',
    ),
    TextPair(
        "typographic differences", "echo", "apostrophes, hyphens, a soft hyphen, an accent",
        "The pilot's log doesn't mention the second tug, although a café-owner's photograph shows that it "
        "was made fast before the gate was opened and cast off afterwards.",
        "The pilot’s log doesn’t mention the second tug, although a cafe\u0301 owner’s photo\u00adgraph "
        "shows that it was made fast before the gate was opened and cast off afterwards.",
    ),
    TextPair(
        "all in capitals", "echo", "a wire in capitals throughout: capitals then say nothing",
        "THE DREDGER SANK AT HER MOORINGS DURING THE NIGHT AFTER A VALVE HAD BEEN LEFT OPEN BY A CREW THAT "
        "HAD BEEN TOLD TO LEAVE IN A HURRY.",
        "The dredger sank at her moorings during the night after a valve had been left open by a crew that "
        "had been told to leave in a hurry.",
    ),
    TextPair(
        "copied around a quotation", "echo", "what stands around the shared quotation is copied as well",
        f"Rain drummed on the tin roof of the boathouse while the old pilot talked. “{SPEECH},” he said, "
        "and then turned the photograph on the wall so that it faced the planks.",
        f"Rain drummed on the tin roof of the boathouse while the old pilot talked. “{SPEECH},” he said, "
        "and then turned the photograph on the wall so that it faced the planks.",
    ),
    TextPair(
        "copied across a stock phrase", "echo", "the phrase within counts for nothing, the rest does",
        "The owners, who bought the dredger from a bank that had never seen it, did not respond to a "
        "request for comment; their letterbox is screwed to the wall of an empty warehouse.",
        "The owners, who bought the dredger from a bank that had never seen it, did not respond to a "
        "request for comment; their letterbox is screwed to the wall of an empty warehouse.",
    ),
    TextPair(
        "Chinese release reworded", "echo", "a few characters changed in a long sentence",
        HARBOUR,
        "奥尔松港务局日前宣布，旧渡轮码头将在今后两个冬季重建，工程包括更换桩基、修建有顶棚的候船室，以及一条"
        "在任何潮位都可以使用的坡道，预计两年后首批乘客就能使用新码头。",
    ),
    TextPair(
        "Japanese report taken over", "echo", "a sentence of kana and kanji, one particle changed",
        "港湾局は老朽化した桟橋を二年かけて建て替えると発表し、工事の間は仮設の桟橋から船が出ると説明した。",
        "港湾局は老朽化した桟橋を二年かけて建て替えると発表し、工事の間も仮設の桟橋から船が出ると説明した。",
    ),
    TextPair(
        "German report taken over", "echo", "lower-case words carry it: nouns look like names",
        "Der Hafenmeister hatte schon im vergangenen Winter davor gewarnt, dass die alten Pfähle nachgeben "
        "würden, doch im Rathaus wollte damals niemand davon hören, weil gerade gewählt wurde.",
        "Der Hafenmeister hatte schon im vergangenen Winter davor gewarnt, dass die alten Pfähle nachgeben "
        "würden, doch im Rathaus wollte damals niemand etwas davon hören, weil gerade gewählt wurde.",
    ),
    TextPair(
        "Russian report taken over", "echo", "a script with capitals other than Latin",
        "Старый причал давно пора было закрыть, но деньги на ремонт каждый год уходили на другие нужды, о "
        "которых в городе предпочитали не говорить.",
        "Старый причал давно пора было закрыть, но средства на ремонт каждый год уходили на другие нужды, о "
        "которых в городе предпочитали не говорить.",
    ),
)  # fmt: skip

NO_ECHOES = (
    *(
        TextPair(
            f"one speech {name}", "no echo", "both have what he said, and no word beyond it",
            f"{STORY}\n\n{opening}{SPEECH}.{closing}",
            f"{OTHER_STORY}\n\n{opening}{SPEECH}.{closing}",
        )
        for name, opening, closing in (
            ("in single marks", "'", "'"),
            ("in marks of a typewriter", "``", "''"),
            ("whose last paragraph alone closes", '"', ""),
            ("after a dash", "\u2014 ", ""),
            ("as a quoted block", "> ", ""),
        )
    ),
    TextPair("empty text", "no echo", "nothing to compare", RELEASE, ""),
    TextPair("blank text", "no echo", "nothing to compare", " \n\n\t", "\n"),
    TextPair("two stories", "no echo", "nothing in common but the subject", STORY, OTHER_STORY),
    TextPair("short and the same", "no echo", "it proves nothing", "The ferry sank.", "The ferry sank."),
    TextPair(
        "one interview in two papers", "no echo", "only the quotation is shared",
        f"The old pilot does not mince his words. “{SPEECH},” he told this paper.",
        f"At the boathouse they agree about one thing only. “{SPEECH},” says a man of seventy.",
    ),
    TextPair(
        "one interview, straight marks", "no echo", "only the quotation is shared",
        f'The old pilot does not mince his words. "{SPEECH}," he told this paper.',
        f'At the boathouse they agree about one thing only. "{SPEECH}," says a man of seventy.',
    ),
    TextPair(
        "one interview, several paragraphs", "no echo", "a quotation that is opened anew in each paragraph",
        f"The old pilot does not mince his words.\n\n“{SPEECH}.\n\n“Nobody has ever asked me to show them "
        "where the rot begins, although I could have done so with my eyes shut.”",
        f"At the boathouse they agree about one thing.\n\n“{SPEECH}.\n\n“Nobody has ever asked me to show "
        "them where the rot begins, although I could have done so with my eyes shut.”",
    ),
    TextPair(
        "one interview in German", "no echo", "low opening marks",
        "Der Lotse wird deutlich. „Ich stehe seit dreißig Wintern auf diesem Kai, und ich sage euch, dass er "
        "keinen weiteren mehr tragen wird, was auch immer sie im Rathaus versprechen“, sagt er.",
        "Im Bootshaus ist man sich einig. „Ich stehe seit dreißig Wintern auf diesem Kai, und ich sage euch, "
        "dass er keinen weiteren mehr tragen wird, was auch immer sie im Rathaus versprechen“, so ein Lotse.",
    ),
    TextPair(
        "one interview in Chinese", "no echo", "corner and curly marks",
        "老领航员直言不讳：“我在这个码头上站了三十个冬天，我告诉你们它撑不过下一个冬天，我们三次要钱三次都被"
        "告知再等等，直到有人淹死为止。”",
        "船库里大家只同意一件事：「我在这个码头上站了三十个冬天，我告诉你们它撑不过下一个冬天，我们三次要钱三次"
        "都被告知再等等，直到有人淹死为止。」",
    ),
    TextPair(
        "one interview in French", "no echo", "guillemets",
        "Le pilote ne mâche pas ses mots. « Je suis debout sur ce quai depuis trente hivers et je vous dis "
        "qu'il n'en portera pas un de plus, quoi que promette la mairie », affirme-t-il.",
        "Au hangar, on est d'accord. « Je suis debout sur ce quai depuis trente hivers et je vous dis qu'il "
        "n'en portera pas un de plus, quoi que promette la mairie », dit un homme.",
    ),
    TextPair(
        "anonymous sources", "no echo", "how papers introduce people they may not name",
        "The sale will close in May, according to people familiar with the matter, who spoke on condition of "
        "anonymity because they were not authorized to speak publicly.",
        "Two directors have left the yard, according to people familiar with the matter, who spoke on "
        "condition of anonymity because they were not authorized to speak publicly.",
    ),
    TextPair(
        "no comment", "no echo", "what every company says",
        "A spokesman for Nordlink did not immediately respond to a request for comment sent outside business "
        "hours.",
        "A spokesman for Baltora did not immediately respond to a request for comment sent outside business "
        "hours.",
    ),
    TextPair(
        "cookie notice", "no echo", "the remains of two unrelated pages", f"{STORY}\n\n{COOKIES}",
        f"{OTHER_STORY}\n\n{COOKIES}",
    ),
    TextPair(
        "rights reserved", "no echo", "one publisher's footer under two reports", f"{STORY}\n\n{RIGHTS}",
        f"{OTHER_STORY}\n\n{RIGHTS}",
    ),
    TextPair(
        "legal boilerplate", "no echo", "the safe harbour of every annual report",
        "Nordlink carried more cars.\n\nThis release contains forward-looking statements within the "
        "meaning of the Private Securities Litigation Reform Act of 1995. Actual results may differ "
        "materially from those expressed, and the company undertakes no obligation to update them.",
        "Baltora sold its ships.\n\nThis release contains forward-looking statements within the meaning of "
        "the Private Securities Litigation Reform Act of 1995. Actual results may differ materially from "
        "those expressed, and the company undertakes no obligation to update them.",
    ),
    TextPair(
        "footer in a text without paragraphs", "no echo", "its sentences alone are left out",
        f"{STORY} {OTHER_STORY} {RELEASE} {COOKIES}",
        "A wholly different report that fills a line of its own, as texts do that were taken from a page "
        "without care. It goes on about the weather, the tides and the price of herring until one gives "
        f"up. {COOKIES}",
    ),
    TextPair(
        "names of institutions", "no echo", "long names in a row are nobody's words",
        "He wrote to the United Nations High Commissioner for Human Rights in Geneva and had no answer.",
        "A copy went to the United Nations High Commissioner for Human Rights in Geneva last week.",
    ),
    TextPair(
        "a list of names", "no echo", "whoever lists the companies lists the same names",
        "Shares of Apple, Microsoft, Alphabet, Amazon, Meta, Nvidia, Tesla, Broadcom, Oracle and Netflix "
        "fell.",
        "It holds Apple, Microsoft, Alphabet, Amazon, Meta, Nvidia, Tesla, Broadcom, Oracle and Netflix.",
    ),
    TextPair(
        "headlines in capitals", "no echo", "a headline is short, and a rival may hit on the same one",
        f"FERRY RUNS AGROUND OFF SKARNES, ALL FORTY ON BOARD SAVED BY LIFEBOAT\n\n{STORY}",
        f"FERRY RUNS AGROUND OFF SKARNES, ALL FORTY ON BOARD SAVED BY LIFEBOAT\n\n{OTHER_STORY}",
    ),
    TextPair(
        "headlines in title case", "no echo", "written like names",
        f"Ferry Runs Aground Off Skarnes, All Forty On Board Saved By Lifeboat\n\n{STORY}",
        f"Ferry Runs Aground Off Skarnes, All Forty On Board Saved By Lifeboat\n\n{OTHER_STORY}",
    ),
    TextPair(
        "a phrase of the language", "no echo", "idioms come by themselves",
        "At the end of the day it is what it is, and nobody at the quay will lose any sleep over it.",
        "It was, at the end of the day, what it is always: nobody will lose any sleep over it but the crew.",
    ),
    TextPair(
        "the same facts in other words", "no echo", "a retelling is out of reach",
        RELEASE,
        "Orsund gets its quay back. In two years' time, if all goes well, people will board the ferry from "
        "a landing that no longer shakes. Bids come in by spring; the shelter, the piles and the ramp are "
        "part of the deal, says the board.",
    ),
    TextPair(
        "a translation", "no echo", "another language has no word in common", RELEASE,
        "Die Hafenbehörde von Orsund baut den alten Fähranleger in den nächsten zwei Wintern um. Zu den "
        "Arbeiten gehören neue Pfähle, ein überdachter Warteraum und eine Rampe für jeden Wasserstand.",
    ),
    TextPair(
        "a table of tides", "no echo", "numbers tell nothing of who copied whom",
        "High water 03:14 15:38 04:02 16:25 04:51 17:13 05:40 18:01 06:31 18:52 at the quay.",
        "Pegel 03:14 15:38 04:02 16:25 04:51 17:13 05:40 18:01 06:31 18:52 am Kai.",
    ),
    TextPair(
        "Chinese institutions", "no echo", "an office with its full name",
        "他致信中华人民共和国交通运输部海事局，至今没有收到任何答复。",
        "有关文件已经抄送中华人民共和国交通运输部海事局备案。",
    ),
    TextPair(
        "Chinese stock phrases", "no echo", "people who may not be named, a company that does not answer",
        "据知情人士透露，交易将于五月完成。截至发稿，公司尚未回应置评请求。",
        "据知情人士透露，两名董事已经离职。截至发稿，公司尚未回应置评请求。",
    ),
    TextPair(
        "markup and nothing else", "no echo", "two pages made with one program",
        '<div class="article-body"><p class="lead">The quay is closed.</p></div><script src="a.js"></script>',
        '<div class="article-body"><p class="lead">Herring is dear.</p></div><script src="a.js"></script>',
    ),
)  # fmt: skip

SAME_UTTERANCES = (
    TextPair(
        "a contraction", "same utterance", "one word and one contraction differ",
        "We are done with coal by 2030.", "We're finished with coal by 2030.",
    ),
    TextPair("word for word", "same utterance", "no difference at all", SPEECH, SPEECH),
    TextPair(
        "reworded a little", "same utterance", "half a clause in other words",
        "The engineers know how to squeeze the most out of these pumps, even if they aren’t new",
        "The engineers know how to unlock the potential of these pumps, even if they are not new",
    ),
    TextPair(
        "a fragment of the sentence", "same utterance", "the shorter one stands in the longer one",
        "three times we were told to wait until somebody drowned", SPEECH,
    ),
    TextPair(
        "cut in the middle", "same utterance", "the reporter's words stand within one of them",
        "The quay will hold one more winter,” she said on Friday, “and not a day longer than that",
        "The quay will hold one more winter and not a day longer than that",
    ),
    TextPair(
        "a negation lost", "same utterance", "what differs is what matters",
        "I will not sign the lease before the council has seen the accounts",
        "I will sign the lease before the council has seen the accounts",
    ),
    TextPair(
        "a figure changed", "same utterance", "one of them has it wrong",
        "We carried 3,400 passengers on a single day in August",
        "We carried 4,300 passengers on a single day in August",
    ),
    TextPair(
        "present and past", "same utterance", "indirect speech shifts the tense",
        "The pilings are rotten and the board knows it very well",
        "the pilings were rotten and the board knew it very well",
    ),
    TextPair(
        "a noun exchanged", "same utterance", "cannot be told from a rewording: a candidate to be dismissed",
        "We will open the new quay in the spring", "We will open the new market in the spring",
    ),
    TextPair(
        "in Chinese", "same utterance", "a few characters differ",
        "没有声音的渡船就像一个幽灵，人们抬头一看它已经走了",
        "没有声音的渡船就是一个幽灵，人们一抬头它已经走了",
    ),
)  # fmt: skip

TWO_UTTERANCES = (
    TextPair(
        "one subject, two sentences", "two utterances", "the same frame, another matter",
        "We will not raise the fares on the night crossing",
        "We will not raise the rents of the market stalls",
    ),
    TextPair(
        "one promise, two promises", "two utterances", "half of what is meant differs",
        "We will not raise taxes on the middle class", "We will not raise taxes on small businesses",
    ),
    TextPair(
        "two thoughts on the ferry", "two utterances", "the ferry is all they share",
        "The ferry has been the lifeline of this town since my grandfather's time",
        "A new ferry would cost this town more than it has earned since the war",
    ),
    TextPair(
        "politeness", "two utterances", "everybody says it",
        "Thank you very much, it is good to be here", "Thank you very much, I have nothing to add",
    ),
    TextPair(
        "a spokesman's answer", "two utterances", "given on any day to any question",
        "We do not comment on rumours in the market", "We do not comment on rumours in the market",
    ),
    TextPair(
        "a greeting", "two utterances", "every speech begins so",
        "Good morning ladies and gentlemen and welcome to the harbour. It is cold.",
        "Good morning, ladies and gentlemen. I have bad news today for the harbour",
    ),
    TextPair(
        "results of two quarters", "two utterances", "no number is the same",
        "Revenue rose 12 percent to 4 billion kroner in the third quarter",
        "Revenue rose 14 percent to 5 billion kroner in the fourth quarter",
    ),
    TextPair("two words", "two utterances", "too few to tell", "resting, not dead", "resting"),
    TextPair("nothing", "two utterances", "an empty quote", "", "The quay is closed."),
    TextPair(
        "the same words, another order", "two utterances", "what is scattered is not the same sentence",
        "The council told the pilots that the harbour money was gone",
        "Gone was the money; pilots of the harbour, that told the council",
    ),
    TextPair(
        "a translation", "two utterances", "out of reach",
        "A silent ferry is a ghost", "没有声音的渡船就是一个幽灵",
    ),
)  # fmt: skip

TEXTS = (*ECHOES, *NO_ECHOES)
QUOTES = (*SAME_UTTERANCES, *TWO_UTTERANCES)
