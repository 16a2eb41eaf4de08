# What was said in a recording.

# Variables:
#   $language (String) - the language's name
words-heard = 🗣 { $language }
words-nothing = I listened to all of it and heard nobody speak.
words-miniature = This is the miniature model, which knows 200 English words: fine for trying me out. Name a real one in SPEECH_MODEL.
words-rest = The whole text is in the file.
button-words = 📝 Words
# Variables:
#   $form (String) - SRT, VTT …
button-form = { $form }
alert-listening = Listening: the words come below.
transcribe-empty = Send the link after the command, such as <code>/transcribe https://example.com/talk</code>, or answer a voice note or a recording with <code>/transcribe</code>.
menu-transcribe = write down what is said
help-words = A voice note comes back as text. For anything else tap 📝 Words, or answer it with /transcribe.
