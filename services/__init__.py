"""The core: it knows no chat, no web server, no settings and no language.

Its rooms stand on a stair: each may use those below it and none above, and `make check` sees to that.

    core                  all that a door may ask for, in one value
    crew                  workers in other processes, to which the front gives what is heavy
    jobs                  orders become jobs, jobs run stage by stage, events tell how it goes
    live                  words while somebody speaks
    censor                clean copies: explicit words found and hidden
    insight               what a language model adds to words
    transcripts           what was said, by listening or from captions
    sources               how bytes arrive
    platforms | media     one value for each site | formats, ffmpeg and probing
    accounts              who may use it, and how they like it
    store                 the database, kept files, backups
    web                   the one web client, and the guard before every address
    doorbell, nursery, clock, errors
"""
