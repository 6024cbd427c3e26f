"""Two small graph algorithms that origins need: groups of what is joined, and the ends of chains."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping


class JoinedGroups:
    """Strings joined in pairs; a group is named by its first member in order (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._parent)

    def join(self, one: str, other: str) -> None:
        """Put two members, and all that is joined to them, into one group."""
        first, second = sorted((self.name(one), self.name(other)))
        self._parent[first] = self._parent[second] = first

    def name(self, member: str) -> str:
        """The first member of the group that `member` is in."""
        root = member
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(member, root)) != root:
            self._parent[member], member = root, parent
        return root


GraphNode = Hashable


def find_chain_ends(edges: Mapping[GraphNode, set[GraphNode]]) -> dict[GraphNode, frozenset[GraphNode]]:
    """For every node of `edges`, where its chains end: nodes without an edge of their own.

    A circle without a way out is an end by itself, named by its sorted members. Tarjan's strongly
    connected components, without recursion, so that a long chain is no problem.
    """
    search = _Components(edges)
    for node in sorted(edges, key=repr):
        search.visit(node)
    return {node: search.found[node] for node in edges}


class _Components:
    def __init__(self, edges: Mapping[GraphNode, set[GraphNode]]) -> None:
        self.found: dict[GraphNode, frozenset[GraphNode]] = {}
        self._edges = edges
        self._number: dict[GraphNode, int] = {}
        self._low: dict[GraphNode, int] = {}
        self._open: list[GraphNode] = []

    def visit(self, start: GraphNode) -> None:
        """Settle `start` and everything that can be reached from it."""
        if start in self._number:
            return
        path = [(start, self._enter(start))]
        while path:
            node, targets = path[-1]
            for target in targets:
                if target not in self._number:
                    path.append((target, self._enter(target)))
                    break
                if target not in self.found:
                    self._low[node] = min(self._low[node], self._number[target])
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    self._low[before] = min(self._low[before], self._low[node])
                if self._low[node] == self._number[node]:
                    self._settle(node)

    def _enter(self, node: GraphNode) -> Iterator[GraphNode]:
        self._number[node] = self._low[node] = len(self._number)
        self._open.append(node)
        return iter(sorted(self._edges.get(node, ()), key=repr))

    def _settle(self, node: GraphNode) -> None:
        """The nodes after `node` on the stack reach one another: they end where their edges lead."""
        circle = [self._open.pop()]
        while circle[-1] != node:
            circle.append(self._open.pop())
        outside: frozenset[GraphNode] = frozenset().union(
            *(
                self.found[target]
                for member in circle
                for target in self._edges.get(member, ())
                if target in self.found
            )
        )
        own: GraphNode = node if len(circle) == 1 else tuple(sorted(circle, key=repr))
        for member in circle:
            self.found[member] = outside or frozenset((own,))
