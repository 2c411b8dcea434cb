"""One file a way out (一种通道一个文件). Each has `send(door, letter) -> Answer`, and raises nothing of the network's.

The page needs none: there the row itself is the message.
"""
