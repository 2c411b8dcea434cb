from zhixi.hotline.choices import ColouredChoices


class ArticleState(ColouredChoices):
    DRAFT = "draft", "info", "草稿"
    REVIEW = "review", "warning", "待审核"
    PUBLISHED = "published", "success", "已发布"
    WITHDRAWN = "withdrawn", "danger", "已下线"
