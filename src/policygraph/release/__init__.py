"""From checked bytes to a release: an immutable directory, named by the digest of its content."""

from policygraph.release.build import Built, build_release
from policygraph.release.collecting import KEPT, Collected, collect_releases
from policygraph.release.directory import switch

__all__ = [
    "KEPT",
    "Built",
    "Collected",
    "build_release",
    "collect_releases",
    "switch",
]
