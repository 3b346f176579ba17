"""网络回调 Webhooks: what happens to cases is posted, signed, to addresses outside that administrators subscribed.

The road: an event is queued in its command's transaction (`cases.listening`), becomes one delivery for each
subscription whose owner may see the case (`queueing`), and leaves by `delivering`, again and again until it is taken.
"""
