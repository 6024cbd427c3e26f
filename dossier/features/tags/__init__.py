"""Tags and the codebook."""

from __future__ import annotations

from dossier.keys.commands import ANNOTATE, GO, OWN_ROW, RECORDS, Command, Feature


def _on_tag(id: str, title: str, key: str, hint: str = "", rank: int = 0, *, synonyms: str) -> Command:
    """A command on the tag under the cursor of the codebook."""
    return Command(
        id,
        title,
        ANNOTATE,
        (key,),
        where=("codebook",),
        hint=hint,
        rank=rank,
        needs=(OWN_ROW.saying("there is no tag here"),),
        synonyms=synonyms,
        module="codebook_screen",
    )


FEATURE = Feature(
    __name__,
    (
        Command(
            "go-codebook",
            "codebook: tags, their meaning and uses",
            GO,
            ("g T",),
            opens="codebook",
            synonyms="tags labels keywords glossary open",
        ),
        Command(
            "tag",
            "tags: name adds, -name removes",
            ANNOTATE,
            ("t",),
            help="several at once; a digit first applies that recent tag",
            hint="tag",
            rank=4,
            needs=(RECORDS,),
            verbs=("rename", "move", "merge", "split", "delete", "define", "alias"),
            on_words=True,
            synonyms="add new label categorize keyword remove untag",
        ),
        _on_tag(
            "tag-define",
            "say what the tag means",
            "e",
            "define",
            31,
            synonyms="edit describe meaning definition",
        ),
        _on_tag("tag-rename", "rename or move the tag", "r", "rename", 32, synonyms="edit change move"),
        _on_tag(
            "tag-merge",
            "merge the tag, or those marked, into another",
            "m",
            "merge",
            33,
            synonyms="join combine",
        ),
        _on_tag("tag-delete", "delete the tag and its uses", "d", "delete", 34, synonyms="remove erase"),
        _on_tag("tag-alias", "other names for the tag", "@", "alias", 35, synonyms="add synonym name"),
        _on_tag("tag-split", "give marked records another tag in its place", "%", synonyms="divide replace"),
    ),
    lists={"codebook": "codebook_screen:Codebook"},
    states=("screen:TagNames",),
)
