"""From checked bytes to a release: an immutable directory, named by the digest of its content."""

from policygraph.release.build import Built, build_release
from policygraph.release.directory import switch

__all__ = ["Built", "build_release", "switch"]
