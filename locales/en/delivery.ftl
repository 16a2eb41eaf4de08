# Variables:
#   $title (String) - the medium's
delivery-title = <b>{ $title }</b>
delivery-uncertain = ⚠️ I sent this, but was cut off before Telegram said that it arrived. If you cannot see it above, take it once more: it is ready, so that goes quickly.
