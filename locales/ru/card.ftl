card-title = <b>{ $title }</b>
card-untitled = Без названия
card-limit = ⚠ — больше { $limit_bytes }, сюда не поместится
