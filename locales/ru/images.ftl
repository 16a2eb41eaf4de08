button-images = 🖼 Картинки ({ $count })
images-above = { $count ->
    [one] Выше — { $count } картинка.
    [few] Выше — { $count } картинки.
   *[other] Выше — { $count } картинок.
}
images-left-out = ℹ️ Ещё { $count } получить не удалось.
