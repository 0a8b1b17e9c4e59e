"""Long transactions across services: each step with a way back, all of them or none.

``saga`` decides, ``run`` remembers, ``runner`` sends, ``receivers`` answers once in meaning however often it
is asked, ``waiting`` lets a request wait for the end.
"""
