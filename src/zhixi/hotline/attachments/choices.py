from zhixi.hotline.choices import ColouredChoices


class FileSource(ColouredChoices):
    """Where a file of an order comes from (附件来源)."""

    INTAKE = "intake", "primary", "受理材料"
    RULING = "ruling", "info", "裁定会商材料"
    EVIDENCE = "evidence", "success", "办理佐证"
    OPINION = "opinion", "warning", "协办材料"


class FileKind(ColouredChoices):
    """What a file is, by what it holds and never by its name (文件类型)."""

    JPEG = "jpeg", "success", "照片"
    PNG = "png", "success", "图片"
    WEBP = "webp", "success", "图片"
    PDF = "pdf", "danger", "PDF"
    DOCX = "docx", "primary", "Word 文档"
    XLSX = "xlsx", "primary", "Excel 表格"
    MP3 = "mp3", "warning", "录音"
    WAV = "wav", "warning", "录音"
    OGG = "ogg", "warning", "录音"
    MP4 = "mp4", "warning", "视频"


PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
# What the centre took from citizens or for a ruling; the rest comes from units.
OF_THE_CENTRE = (FileSource.INTAKE, FileSource.RULING)
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: _OFFICE + "wordprocessingml.document",
    FileKind.XLSX: _OFFICE + "spreadsheetml.sheet",
    FileKind.MP3: "audio/mpeg",
    FileKind.WAV: "audio/wav",
    FileKind.OGG: "audio/ogg",
    FileKind.MP4: "video/mp4",
}
