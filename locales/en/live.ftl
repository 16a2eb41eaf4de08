# The live page: what is said into the microphone is written down at once. Short: most stands beside a button.

live-title = Hearsay live: speak, and read along
live-headline = Speak. Read along.
live-about = What is said into the microphone is written down while it is said. If the connection is cut, nothing is lost.
live-form = Begin
live-go = Start
live-again = Start anew
live-resume = Go on where it broke off
live-working = Live
live-connecting = Connecting…
live-listening = Listening
live-paused = Paused
live-cut = The connection is gone. Speak on: nothing is lost, and I am trying again.
live-finishing = Listening to the whole once more…
# … stands for a span such as “3 seconds”, which the page puts there.
live-behind = … behind; nothing is lost.
# Stands in place of that while the disk of the service is full.
live-no-room = The disk of the service is full, so the words have to wait. What was said is safe, and it goes on by itself as soon as there is room.
live-pause = Pause
live-go-on = Go on
live-stop = Stop
live-words = Words as they come
live-as-it-came = As it came
live-nothing = Nothing was said.
live-save = Save as
live-polish = Polish
live-polishing = Polishing…
live-polish-stop = Stop polishing
live-polish-whole = Polished. The words as they were heard are kept.
# … stands for a part of all passages, such as “2/12”, which the page puts there.
live-polish-left = Polished. Some passages (…) stay as they were heard: there the model changed too much.
live-polish-partial = Polished in part: for some passages (…) the model had no answer. Polish again to go on with them.
live-polished = Polished
live-as-heard = As heard
live-versions = Which words are shown
live-send = Send to my chat
live-sent = On its way to the chat
live-denied = The browser does not let this page use the microphone. Allow it in the settings of the page, then start again.
live-deaf = There is no microphone here that can be used. A browser gives it only to pages that come over https or from this very machine.
live-unplugged = The microphone is gone. Plug one in and go on: what was said so far is safe.
live-full = The connection has been gone for so long that I listen no further. What was said is kept in this page: leave it open.
live-gone = The service does not know this session any more. The words above are all that came of it.
live-reopen = This page has been open for too long. Close it and open it anew with /live in the chat.
live-no-script = This page needs JavaScript. Programs do not: see the manual.

# In the chat.

menu-live = write down what you say while you say it
button-live = 🎙 Start speaking
chat-live-open = Speak, and read along. Afterwards the words can be sent here.
# Variables:
#   $url (String) - of the page
chat-live-address = Open { $url } in a browser, with one of your /keys: speak, and read along.
chat-live-private = Write /live to me in our own chat: there I have a button for it.
chat-live-unset = The page for that is at /live, below the address of my web server. Once the owner sets <code>PUBLIC_URL</code> to an https address, I have a button for it here.

error-no-chat = This account has no chat with me, so there is nowhere to send it. Open this page with /live in the chat.
