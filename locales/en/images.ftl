# Variables:
#   $count (Number)
button-images = 🖼 Images ({ $count })
# Variables:
#   $count (Number)
images-above = { $count ->
    [one] { $count } image, above.
   *[other] { $count } images, above.
}
# Variables:
#   $count (Number)
images-left-out = ℹ️ { $count } more could not be had.
