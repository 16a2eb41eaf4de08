button-images = 🖼 图片 ({ $count })
images-above = 以上共 { $count } 张图片。
images-left-out = ℹ️ 另有 { $count } 张无法获取。
