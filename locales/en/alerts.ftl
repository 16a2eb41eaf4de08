# Shown over the chat for a moment, at most 200 characters.
# Variables:
#   $format (String) - MP3, 720p
alert-started = { $format }, coming up
alert-looking = Looking again
alert-stopping = Stopping
alert-recorded = Finishing: you get what was recorded so far. Press once more to throw it away.
# Variables:
#   $format (String)
alert-usual-set = From now on { $format } without asking. “Other formats” under any file takes that back.
alert-usual-cleared = I will ask again
alert-always-on = Now choose: from then on I do the same without asking.
alert-skip-on = From now on without what viewers call sponsored, where that is known
alert-skip-off = Sponsors stay in
# Variables:
#   $after (Span)
alert-wait-on = From now on you have { $after } to choose
alert-wait-off = From now on at once
# Variables:
#   $format (String)
#   $size (Size)
#   $limit (Size)
#   $links (String) - yes or no
alert-too-big = { $format } would be about { $size }; here I can send { $limit } at once. Choose what to do instead.{ $links ->
    [yes] {""}
   *[no] {" "}(My owner could turn on links with PUBLIC_URL.)
}
