queue-title = <b>Under way</b>
queue-empty = Nothing is under way. Send me a link and it shows up here.
# Variables:
#   $number (Number) - counts from 1
#   $title (String)
#   $format (String, optional) - MP3, 720p; none for a card
#   $state (Html) - where it stands
queue-line = { $number }. <b>{ $title }</b>{ $format ->
    [unknown] {""}
   *[other] {" "}· { $format }
} · { $state }
state-room = waiting for disk space
# Variables:
#   $place (Number) - counts from 1
state-waiting = { $place ->
    [1] next in line
   *[other] number { $place } in line
}
state-soon = waiting
state-resolve = looking
state-fetch = fetching
state-convert = converting
state-model = fetching the speech model
state-listen = listening
state-clean = hiding words
state-deliver = sending
# Variables:
#   $title (String)
cancel-sent = Stopping “{ $title }”.
# Variables:
#   $title (String)
cancel-recorded = Ending the recording of “{ $title }”: you get what there is so far. Send /cancel once more to throw it away.
cancel-which = Several things are under way. Which one shall I stop?
cancel-nothing = Nothing is under way, so there is nothing to stop.
again-nothing = There is nothing to do again yet. Send me a link first.
get-empty = Put a link after the command, as in <code>/get https://example.com/episode.mp3</code>, or answer a message that has one with /get.
command-unknown = I do not know this command. /help lists those I do.
name-voice = Voice message
name-video-note = Video message
name-animation = Animation
