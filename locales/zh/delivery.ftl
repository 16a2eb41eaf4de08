delivery-title = <b>{ $title }</b>
delivery-uncertain = ⚠️ 我已经发出，但 Telegram 确认送达之前连接断了。如果上面看不到，请再要一次：东西已备好，很快。
delivery-chapter = { $number }. <b>{ $title }</b>
delivery-parts = 分成 { $count } 个部分，见上方。
delivery-files = 共 { $count } 个文件，见上方。
delivery-sponsors-unknown = ℹ️ 没能问到 SponsorBlock，所以什么也没有剪掉。
delivery-link = <a href="{ $url }">⬇️ 在这里下载</a> · { $size }
    链接在 { $valid }内有效，任何拿到它的人都能下载。
