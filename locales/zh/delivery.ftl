delivery-title = <b>{ $title }</b>
delivery-uncertain = ⚠️ 我已经发出，但 Telegram 确认送达之前连接断了。如果上面看不到，请再要一次：东西已备好，很快。
