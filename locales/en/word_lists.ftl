# The lists of words that clean copies hide, under /words.

menu-words = the words to hide: your lists
word-lists-private = Write /words to me in our own chat: the lists are yours alone.
word-lists-title = <b>Word lists</b>
    What is on them is hidden in clean copies. A ⭐ list is taken for every recording in its language.
# Variables:
#   $name (String)
#   $count (Number) - words in it
#   $usual (String) - yes or no
button-word-list = { $usual ->
    [yes] ⭐{" "}
   *[no] {""}
}{ $name } · { $count }
button-word-list-new = ＋ New list
# Variables:
#   $name (String)
#   $language (String, optional) - its name
#   $count (Number)
word-list-head = <b>{ $name }</b> · { $language ->
    [unknown] for any language
   *[other] { $language }
} · { $count ->
    [1] 1 word
   *[other] { $count } words
}
# Variables:
#   $description (String)
word-list-about = <i>{ $description }</i>
# Variables:
#   $low (Number)
#   $medium (Number)
#   $high (Number)
#   $extreme (Number)
word-list-severities = 🌶 { $low } mild · { $medium } medium · { $high } strong · { $extreme } very strong
# Variables:
#   $words (String) - a few, masked
word-list-examples = For example: { $words }
# Variables:
#   $count (Number)
word-list-spared = { $count ->
    [1] 1 exception is
   *[other] { $count } exceptions are
} always left alone.
# Variables:
#   $usual (String) - yes or no
#   $language (String, optional) - its name
word-list-usual = { $usual ->
    [yes] ⭐ Taken for { $language ->
        [unknown] every recording
       *[other] every recording in { $language }
    }.
   *[no] Only taken when you choose it with 📋 under a clean copy.
}
# Variables:
#   $origin (String) - system, copy or own
word-list-origin = { $origin ->
    [system] It came with me. When you change its words, you get a copy of your own.
    [copy] It is your changed copy of a list that came with me.
   *[own] It is your own.
}
word-list-file-hint = A .csv, .json or .txt file as an answer to this message is imported.
button-word-list-add = ➕ Add words
button-word-list-remove = ➖ Remove words
button-word-list-export = ⬇ Export
button-word-list-import = ⬆ Import
# Variables:
#   $usual (String) - yes or no
button-word-list-usual = { $usual ->
    [yes] ☆ Take it no longer
   *[no] ⭐ Take it always
}
# Variables:
#   $copy (String) - yes or no: yes for the changed copy of a list that came with the bot
button-word-list-delete = { $copy ->
    [yes] ↩ Back to the original
   *[no] 🗑 Delete
}
# Variables:
#   $copy (String) - yes or no
#   $name (String)
#   $count (Number)
word-list-delete-ask = { $copy ->
    [yes] Throw away what you changed in <b>{ $name }</b>, and take the list again as it came with me?
   *[no] Delete <b>{ $name }</b> with { $count ->
        [0] nothing in it
        [1] its one word
       *[other] its { $count } words
    }?
}
# Variables:
#   $copy (String) - yes or no
button-word-list-sure = { $copy ->
    [yes] Yes, the original
   *[no] Yes, delete it
}
# Variables:
#   $name (String)
alert-word-list-gone = { $name } is gone
word-list-language-ask = Which language is the new list for?
# Variables:
#   $language (String, optional) - its name
word-list-new-ask = Answer this message with the name of the new list for { $language ->
    [unknown] any language
   *[other] { $language }
}, or with a .csv, .json or .txt file that it is made of.
name-word-list-new-field = Name
# Variables:
#   $name (String)
word-list-add-ask = Answer this message with what <b>{ $name }</b> is to hide: one word or phrase a line.
    • <code>word = high</code> says how bad it is: low, medium, high or extreme (medium if you do not say).
    • <code>word*</code> takes every ending.
    • <code>!word</code> is always left alone.
name-word-list-add-field = word = high
# Variables:
#   $name (String)
word-list-remove-ask = Answer this message with what <b>{ $name }</b> is to hide no longer: one word or phrase a line.
name-word-list-remove-field = word
# Variables:
#   $name (String)
word-list-import-ask = Answer this message with the file for <b>{ $name }</b>: .csv or .json as I export it, or .txt with one word or phrase a line. If a line is wrong, nothing is taken.
name-word-list-import-field = 📎 .csv .json .txt
# Variables:
#   $added (Number)
#   $changed (Number)
#   $removed (Number)
word-list-imported = ✅ { $added } added · { $changed } changed · { $removed } removed
# Variables:
#   $name (String)
#   $added (Number)
#   $changed (Number)
#   $removed (Number) - if the list is replaced
word-list-import-choice = The file has { $added ->
    [0] no new word
    [1] 1 new word
   *[other] { $added } new words
} for <b>{ $name }</b> and { $changed ->
    [0] changes none
    [1] changes 1
   *[other] changes { $changed }
}. { $removed ->
    [1] 1 word of the list is not in the file: shall it stay?
   *[other] { $removed } words of the list are not in the file: shall they stay?
}
button-word-list-merge = ➕ They stay
button-word-list-replace = ⇄ They go
button-word-list-leave = Import nothing
# Variables:
#   $count (Number)
word-list-faults = { $count ->
    [1] I took nothing, because 1 line is wrong:
   *[other] I took nothing, because { $count } lines are wrong:
}
# Variables:
#   $line (Number)
#   $code (String) - what is wrong
#   $text (String) - with what
word-list-fault = { $line }: <code>{ $text }</code> { $code ->
    [word-missing] has no word in it
    [word-too-long] is too long
    [star-misplaced] has a star where none can be: it goes to the beginning or the end of a single word with two letters or more
    [severity-unknown] is none of low, medium, high and extreme
    [category-unusable] cannot be the name of a category
    [too-many-variations] has too many variations
   *[note-too-long] is too long a note
}
# Variables:
#   $count (Number)
word-list-more-faults = … and { $count } more
# Variables:
#   $count (Number)
word-list-taken-out = { $count ->
    [0] None of this is on the list.
    [1] ✅ 1 removed
   *[other] ✅ { $count } removed
}
# Variables:
#   $words (String)
word-list-not-there = Not on the list: { $words }
help-word-lists = /words shows which words are hidden; there you change the lists, or make your own.
