"""Units, categories, duties and places of the city (承办单位, 事项分类, 权责清单, 地名)."""
