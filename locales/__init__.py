"""Every word that a person reads, in English (the reference), Russian and Chinese.

One Fluent file a topic and language. To add a sentence: write it in `locales/en/<topic>.ftl` with its
variables in the comment (`generate.py` says how), in `ru` and `zh` under the same name, run
`python -m locales.generate`, then say `texts.my_sentence(title=…)`.
"""
