"""Is an article kept from training or mining?"""

from ..article import RESERVES_TRAINING, Article, Reason, Rejected


def reserved(article: Article) -> Rejected | None:
    """What it is rejected with where rights are respected (`NEWS_RIGHTS`); None where nothing reserves it."""
    for stated in article.rights or ():
        if stated.statement in RESERVES_TRAINING:
            detail = f"{stated.statement} by {stated.source}"
            return Rejected(Reason.RESERVED, detail, article.canonical_url)
    return None
