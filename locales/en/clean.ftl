# A clean copy: what was hidden, and looking through it.

# Variables:
#   $words (Number) - how many are hidden
#   $places (Number) - in how many places
clean-hidden = 🧼 { $words ->
    [1] 1 word
   *[other] { $words } words
} hidden in { $places ->
    [1] 1 place
   *[other] { $places } places
}
clean-nothing = 🧼 Nothing explicit was found: this is the recording as it was.
clean-kept = 🧼 Nothing is hidden now: this is the recording as it was.
clean-silent = 🧼 Nobody speaks in it: this is the recording as it was.
# Variables:
#   $language (String, optional) - its name
clean-unlisted = 🧼 I have no word list for { $language ->
    [unknown] this language
   *[other] { $language }
}, so this is the recording as it was. Make one with /words, or take another with 📋.
clean-whole = This kind of file cannot be mended in places, so all of its sound was encoded anew.
button-clean = 🧼 Clean
# Variables:
#   $count (Number)
button-review = 🔎 Review ({ $count })
# Variables:
#   $method (String) - beep, silence or noise
button-method = 🔊 { $method ->
    [silence] Silence
    [noise] Noise
   *[beep] Beep
}
# Variables:
#   $severity (String) - low, medium, high or extreme
button-severity = 🌶 { $severity ->
    [low] From mild on
    [medium] From medium on
    [high] From strong on
   *[extreme] The worst only
}
# Variables:
#   $name (String, optional)
button-word-lists = 📋 { $name ->
    [unknown] The usual list
   *[other] { $name }
}
button-undo = ↩ Undo
# Variables:
#   $number (Number)
#   $total (Number)
#   $start (Clock)
#   $context (Html) - the words around, the one that is meant in bold
#   $severity (String) - low, medium, high or extreme
#   $category (String)
#   $list (String, optional)
#   $sure (Number) - per cent
#   $doubtful (String) - yes or no
#   $hidden (String) - yes or no
review-place = <b>{ $number } of { $total }</b> · { $start }
    { $context }

    { $severity ->
        [low] mild
        [medium] medium
        [high] strong
       *[extreme] very strong
    } · { $category }{ $list ->
        [unknown] {""}
       *[other] {" "}· { $list }
    } · { $sure } % sure{ $doubtful ->
        [yes] {" "}❔
       *[no] {""}
    }
    { $hidden ->
        [yes] 🙈 Hidden
       *[no] 👂 Heard
    }
button-play = ▶ Play
button-keep = 👂 Let it be heard
button-hide = 🙈 Hide it
# Variables:
#   $number (Number)
#   $total (Number)
button-review-place = { $number }/{ $total }
alert-cleaning = I listen and hide
alert-rendering = The copy is made anew
alert-not-found = Nothing was found here.
clean-empty = Send the link after the command, such as <code>/clean https://example.com/talk</code>, or answer a voice note, a recording or something that I sent with <code>/clean</code>.
menu-clean = hide the swearing
help-clean = For a copy without the swearing, tap 🧼 Clean, or answer a recording with /clean.
