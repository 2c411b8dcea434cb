"""Personal data: sealed at rest, masked on screen, revealed with a purpose (个人信息保护)."""
