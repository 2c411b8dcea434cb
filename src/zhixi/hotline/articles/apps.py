from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.articles"
    label = "articles"
    verbose_name = "知识库"

    def ready(self) -> None:
        from zhixi.hotline.articles.enclosing import claimed
        from zhixi.hotline.attachments.claims import CLAIMS

        CLAIMS.append(claimed)
