delivery-title = <b>{ $title }</b>
delivery-uncertain = ⚠️ Я отправил это, но связь прервалась раньше, чем Telegram ответил, что всё дошло. Если выше ничего нет, нажмите ещё раз: всё готово, это быстро.
delivery-chapter = { $number }. <b>{ $title }</b>
delivery-parts = { $count ->
    [one] Выше — { $count } часть.
    [few] Выше — { $count } части.
   *[other] Выше — { $count } частей.
}
delivery-files = { $count ->
    [one] Выше — { $count } файл.
    [few] Выше — { $count } файла.
   *[other] Выше — { $count } файлов.
}
delivery-sponsors-unknown = ℹ️ SponsorBlock не ответил, поэтому ничего не вырезано.
delivery-link = <a href="{ $url }">⬇️ Скачать</a> · { $size }
    Ссылка действует { $valid }. Файл скачает любой, у кого она есть.
