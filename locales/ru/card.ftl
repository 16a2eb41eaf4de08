card-title = <b>{ $title }</b>
card-untitled = Без названия
card-limit = ✂ = больше { $limit_bytes }: придёт частями{ $links ->
    [yes] {" "}или ссылкой
   *[no] {""}
}
card-live = 🔴 Идёт прямой эфир. Сколько записывать?
