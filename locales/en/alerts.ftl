# Shown over the chat for a moment, at most 200 characters.
# Variables:
#   $format (String) - MP3, 720p
alert-started = { $format }, coming up
alert-looking = Looking again
alert-stopping = Stopping
# Variables:
#   $format (String)
alert-usual-set = From now on { $format } without asking. “Other formats” under any file takes that back.
alert-usual-cleared = I will ask again
alert-always-on = Now choose: from then on I do the same without asking.
