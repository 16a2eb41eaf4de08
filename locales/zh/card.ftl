card-title = <b>{ $title }</b>
card-untitled = 无标题
card-limit = ⚠ 表示超过 { $limit_bytes }，在这里发不了
