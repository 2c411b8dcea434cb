"""Telling people and citizens: in the page, by e-mail, text message and group robot (通知)."""
