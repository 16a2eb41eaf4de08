# The page that a browser sees at the address of the service. Short: it stands beside a form.

landing-title = Hearsay: paste a link, read what is said
landing-headline = Paste a link. Read what is said.
# Variables:
#   $count (Number) - how many sites have a name here
landing-about = Hearsay writes down what is said in videos, podcasts and posts: from { $count } sites by name, and from most other pages with something to play.
landing-form = Try it
landing-key = Your key
landing-key-hint = It is kept in this page only, until you close it. The owner makes one with /keys in the chat, or with python main.py keys add NAME.
landing-link = Link
landing-language = Spoken language
landing-language-any = detect it
landing-speakers = Tell voices apart
landing-go = Write it down
landing-stop = Stop
landing-working = Working
landing-asking = Asking…
landing-stopped = Stopped. Nothing is left of it.
landing-result = What is said
landing-nothing = Nothing is said in it.
landing-copy = Copy
landing-copied = Copied
landing-save = Save
landing-length = length
landing-origin = words from
landing-origin-speech = listening
landing-origin-captions = captions
landing-source = source
landing-offline = The server cannot be reached. Look at your connection and try again.
landing-sites = Sites by name
landing-programs = For programs
landing-programs-about = Everything that the chat can do, programs can ask for over HTTP, with the same key.
landing-manual = Manual
landing-description = OpenAPI document
landing-no-script = This form needs JavaScript. Programs do not: see the manual.
